// Runs before the first picture, so that a chosen theme does not flash.
try {
  document.documentElement.dataset.theme = localStorage.getItem('evpose-theme') ?? 'auto';
} catch {
  document.documentElement.dataset.theme = 'auto'; // a browser that remembers nothing
}
