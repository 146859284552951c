/**
 * The clock of the lab's hosts, of Proxmox as of the machines: that of this process, unless a test sets it wrong. One
 * for all labs of a process.
 */
export const hostClock = {
  /** Milliseconds that the hosts are ahead; negative when they are behind. */
  skewMs: 0,

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.skewMs;
  },

  /** Seconds since 1970. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  },
};
