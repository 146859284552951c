// The peer of benchmark ignition-render: the typed structs of Ignition itself, filled, encoded, printed and checked.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"

	"github.com/coreos/ignition/v2/config/v3_4/types"
	"github.com/coreos/ignition/v2/config/validate"
	"github.com/vincent-petithory/dataurl"
)

// What a machine is to have: our input, whose contents are plain text.
type input struct {
	Passwd struct {
		Users []struct {
			Name              string
			SSHAuthorizedKeys []string
			Groups            []string
		}
	}
	Storage struct {
		Directories []struct {
			Path string
			Mode *int
		}
		Files []struct {
			Path      string
			Mode      *int
			Overwrite *bool
			Contents  string
		}
		Links []struct {
			Path      string
			Target    string
			Overwrite *bool
		}
	}
	Systemd struct {
		Units []struct {
			Name     string
			Enabled  *bool
			Contents *string
		}
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var inputs []input
	if err := json.Unmarshal(text, &inputs); err != nil {
		panic(err)
	}

	before := seconds()
	written := 0
	for _, in := range inputs {
		config := typed(in)
		raw, err := json.Marshal(config)
		if err != nil {
			panic(err)
		}
		if report := validate.ValidateWithContext(config, raw); report.IsFatal() {
			panic(report.String())
		}
		written += len(raw)
	}
	used := seconds() - before
	if written == 0 {
		panic("nothing was rendered")
	}
	fmt.Println(strconv.FormatFloat(used, 'f', 6, 64))
}

func typed(in input) types.Config {
	var config types.Config
	config.Ignition.Version = "3.4.0"
	for _, u := range in.Passwd.Users {
		user := types.PasswdUser{Name: u.Name}
		for _, key := range u.SSHAuthorizedKeys {
			user.SSHAuthorizedKeys = append(user.SSHAuthorizedKeys, types.SSHAuthorizedKey(key))
		}
		for _, group := range u.Groups {
			user.Groups = append(user.Groups, types.Group(group))
		}
		config.Passwd.Users = append(config.Passwd.Users, user)
	}
	for _, d := range in.Storage.Directories {
		config.Storage.Directories = append(config.Storage.Directories, types.Directory{
			Node:               types.Node{Path: d.Path},
			DirectoryEmbedded1: types.DirectoryEmbedded1{Mode: d.Mode},
		})
	}
	for _, f := range in.Storage.Files {
		source := "data:," + dataurl.EscapeString(f.Contents)
		config.Storage.Files = append(config.Storage.Files, types.File{
			Node:          types.Node{Path: f.Path, Overwrite: f.Overwrite},
			FileEmbedded1: types.FileEmbedded1{Mode: f.Mode, Contents: types.Resource{Source: &source}},
		})
	}
	for _, l := range in.Storage.Links {
		target := l.Target
		config.Storage.Links = append(config.Storage.Links, types.Link{
			Node:          types.Node{Path: l.Path, Overwrite: l.Overwrite},
			LinkEmbedded1: types.LinkEmbedded1{Target: &target},
		})
	}
	for _, u := range in.Systemd.Units {
		config.Systemd.Units = append(config.Systemd.Units, types.Unit{Name: u.Name, Enabled: u.Enabled, Contents: u.Contents})
	}
	return config
}

// Processor time of this process, its garbage collector's included.
func seconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}
