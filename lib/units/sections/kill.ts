import { boolean, oneOf, plain } from "../directives/scalar";
import { SIGNAL } from "./paths";

/** How the processes of a unit are ended: systemd.kill(5). `KillMode=none`, which systemd calls unsafe, is left out. */
export const kill = {
  KillMode: oneOf("control-group", "mixed", "process"),
  KillSignal: plain(SIGNAL),
  RestartKillSignal: plain(SIGNAL),
  FinalKillSignal: plain(SIGNAL),
  WatchdogSignal: plain(SIGNAL),
  SendSIGHUP: boolean(),
  SendSIGKILL: boolean(),
} as const;
