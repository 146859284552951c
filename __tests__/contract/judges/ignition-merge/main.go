// Merges configs as Ignition does. Reads a pair of configs a line, as JSON: {"parent": config, "child": config}.
// Answers a line for each: {"merged": config}, or {"refused": why}. Each config is the text of an Ignition config.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/coreos/ignition/v2/config/v3_6"
	"github.com/coreos/ignition/v2/config/v3_6/types"
)

type pair struct {
	Parent string `json:"parent"`
	Child  string `json:"child"`
}

type answer struct {
	Merged  *types.Config `json:"merged,omitempty"`
	Refused string        `json:"refused,omitempty"`
}

func merged(line []byte) answer {
	var given pair
	if err := json.Unmarshal(line, &given); err != nil {
		return answer{Refused: err.Error()}
	}
	parent, report, err := v3_6.ParseCompatibleVersion([]byte(given.Parent))
	if err != nil {
		return answer{Refused: fmt.Sprintf("parent: %v: %s", err, report.String())}
	}
	child, report, err := v3_6.ParseCompatibleVersion([]byte(given.Child))
	if err != nil {
		return answer{Refused: fmt.Sprintf("child: %v: %s", err, report.String())}
	}
	result := v3_6.Merge(parent, child)
	return answer{Merged: &result}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		if err := answers.Encode(merged(lines.Bytes())); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
