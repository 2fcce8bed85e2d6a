/** The quiet bar that says "no connection". */

export function bindOffline() {
  const bar = document.getElementById('offline');
  const show = () => {
    if (bar) bar.hidden = navigator.onLine;
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
}
