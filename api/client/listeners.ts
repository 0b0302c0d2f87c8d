/** Who wants to be told of something. */
export class Listeners<T extends readonly unknown[]> {
  private readonly all = new Set<(...told: T) => void>();

  /** Returns how to end it. */
  add(listener: (...told: T) => void): () => void {
    // Wrapped, so that the same function given twice is told twice, and ended one by one.
    const own = (...told: T) => listener(...told);
    this.all.add(own);
    return () => void this.all.delete(own);
  }

  /** What a listener throws is its own matter: the others are told all the same, and the runtime hears of it. */
  tell(...told: T): void {
    for (const listener of [...this.all]) {
      try {
        listener(...told);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
