// Judges configs as Ignition does when it reads them. Reads the JSON text of a config a line, as a JSON string, since a
// config may be anything. Answers a line for each: {"accepted": bool, "entries": [{"kind", "path", "message"}]}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/coreos/ignition/v2/config"
)

type entry struct {
	Kind    string        `json:"kind"`
	Path    []interface{} `json:"path"`
	Message string        `json:"message"`
}

type verdict struct {
	Accepted bool    `json:"accepted"`
	Entries  []entry `json:"entries"`
}

func judged(line []byte) (answer verdict) {
	answer.Entries = []entry{}
	fail := func(message string) {
		answer.Accepted = false
		answer.Entries = append(answer.Entries, entry{Kind: "error", Path: []interface{}{}, Message: message})
	}
	defer func() {
		if fault := recover(); fault != nil {
			fail(fmt.Sprintf("panic: %v", fault))
		}
	}()
	var text string
	if err := json.Unmarshal(line, &text); err != nil {
		fail(err.Error())
		return
	}
	_, report, err := config.Parse([]byte(text))
	answer.Accepted = err == nil
	for _, found := range report.Entries {
		path := append([]interface{}{}, found.Context.Path...)
		answer.Entries = append(answer.Entries, entry{found.Kind.String(), path, found.Message})
	}
	if err != nil && len(answer.Entries) == 0 {
		fail(err.Error())
	}
	return
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		if err := answers.Encode(judged(lines.Bytes())); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
