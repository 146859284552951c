/** As many as a client may have had under way when it has not heard yet. */
const REMEMBERED = 1000;

/**
 * The streams that we have ended while the client was still sending, the latest of them: what comes on these has crossed
 * our word on its way, and is no mistake. RFC 9113, section 5.1, "closed".
 */
export class CutStreams {
  private readonly ids = new Set<number>();

  add(id: number): void {
    this.ids.add(id);
    if (this.ids.size <= REMEMBERED) return;
    for (const oldest of this.ids) {
      this.ids.delete(oldest);
      return;
    }
  }

  has(id: number): boolean {
    return this.ids.has(id);
  }
}
