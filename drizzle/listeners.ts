/** Functions that are told of something, each as often as it happens. */
export interface Listeners {
  /** @returns ends it */
  add(listener: () => void): () => void;
  tell(): void;
}

/** What a listener throws is its own fault: it must not, and it stops nobody else where it does. */
export const createListeners = (): Listeners => {
  const listeners = new Set<{ readonly listener: () => void }>();
  return {
    add(listener) {
      const entry = { listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tell() {
      for (const { listener } of listeners) {
        try {
          listener();
        } catch {
          // Whoever commits has done so, whatever others make of it.
        }
      }
    },
  };
};
