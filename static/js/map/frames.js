/**
 * Work in small pieces: what decodes or draws waits for a frame with time to spare, so that the map moves smoothly meanwhile.
 */

/** Of the 16 ms that a frame has, the rest is for the browser's own drawing. */
const BUDGET_MS = 5;

/** @type {(() => void)[]} */
let waiting = [];
let isRunning = false;

function run() {
  const start = performance.now();
  let done = 0;
  while (done < waiting.length && performance.now() - start < BUDGET_MS) {
    waiting[done]();
    done += 1;
  }
  waiting = waiting.slice(done);
  isRunning = waiting.length > 0;
  if (isRunning) requestAnimationFrame(run);
}

/**
 * @template Result
 * @param {() => Result} job a few milliseconds at most
 * @returns {Promise<Result>}
 */
export function inFrame(job) {
  return new Promise((resolve, reject) => {
    waiting.push(() => {
      try {
        resolve(job());
      } catch (error) {
        reject(error);
      }
    });
    if (isRunning) return;
    isRunning = true;
    requestAnimationFrame(run);
  });
}
