/** Shorter work needs no sign of life (milliseconds). */
const PATIENCE = 1_000;

/**
 * Shows on a terminal that slow work goes on. Gives the function that ends it and leaves no trace.
 */
export function showProgress(text: string): () => void {
  if (!process.stderr.isTTY) return () => {};
  let stop = () => {};
  let ended = false;
  const timer = setTimeout(async () => {
    const { default: spinner } = await import('yocto-spinner');
    if (ended) return;
    const running = spinner({ text, stream: process.stderr }).start();
    stop = () => running.stop();
  }, PATIENCE);
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
}
