const AT_ONCE = 8;

/**
 * Runs `work` on every item, eight at a time. After an error nothing more is begun, and what was
 * begun is waited for before the error is thrown.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  async function worker(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item);
    }
  }
  const workers = Array.from({ length: Math.min(AT_ONCE, items.length) }, async () => {
    try {
      await worker();
    } finally {
      waiting.length = 0;
    }
  });
  await Promise.allSettled(workers);
  await Promise.all(workers);
}
