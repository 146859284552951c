export const USAGE = `slipway <command>

  lab up [--demo] [--keep]   start the lab, a Proxmox VE simulated on this machine
      --demo                 bring the example stacks up in it with a real tofu apply
      --keep                 leave it running when the command ends
      --guests N             how many guests the demo has (2)
      --provider bpg         VMs through bpg/proxmox instead of Slipway's own driver
      --json                 the result as JSON on stdout, all else on stderr
      --directory DIR        where the lab keeps its files (.slipway/lab)
  lab down                   end a lab that was left running
  update                     pin the newest Fedora CoreOS release in slipway.lock.json
      --stream NAME          stable, testing or next (stable)
      --architecture NAME    x86_64 or aarch64 (x86_64)
      --streams URL          where the streams are published
      --lock FILE            the file to write (slipway.lock.json)
  ignition check FILE…       say what is wrong with Ignition configs and Butane documents
  ignition show FILE         show what a config makes of a machine
  ignition diff A B          say how two configs differ in what they mean
  ignition minify FILE       write a config in its shortest form
  ignition from-butane FILE  turn a Butane document into an Ignition config
      --help                 what each of them takes
  help                       this page
`;
