// Runs before the first picture, so that a chosen theme does not flash.
document.documentElement.dataset.theme = localStorage.getItem('evpose-theme') ?? 'auto';
