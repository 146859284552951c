// Prints configs as Ignition's own typed structs are printed.
package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"

	"github.com/coreos/ignition/v2/config/v3_4/types"
	"github.com/vincent-petithory/dataurl"
)

// Reads a list of configs of spec 3.4.0 in which the source of a content is its text after "text:" or, for bytes, their
// base64 after "bytes:", and writes the list of what they are printed as.
func main() {
	var configs []types.Config
	if err := json.NewDecoder(os.Stdin).Decode(&configs); err != nil {
		panic(err)
	}
	printed := []string{}
	for _, config := range configs {
		for i := range config.Storage.Files {
			file := &config.Storage.Files[i]
			encode(&file.Contents)
			for j := range file.Append {
				encode(&file.Append[j])
			}
		}
		text, err := json.Marshal(config)
		if err != nil {
			panic(err)
		}
		printed = append(printed, string(text))
	}
	if err := json.NewEncoder(os.Stdout).Encode(printed); err != nil {
		panic(err)
	}
}

// Text is escaped, bytes are written in base64: as tools that make Ignition configs do.
func encode(resource *types.Resource) {
	if resource.Source == nil {
		return
	}
	source := *resource.Source
	if text, is := strings.CutPrefix(source, "text:"); is {
		source = "data:," + dataurl.EscapeString(text)
	} else if bytes, is := strings.CutPrefix(source, "bytes:"); is {
		decoded, err := base64.StdEncoding.DecodeString(bytes)
		if err != nil {
			panic(err)
		}
		source = "data:;base64," + base64.StdEncoding.EncodeToString(decoded)
	}
	resource.Source = &source
}
