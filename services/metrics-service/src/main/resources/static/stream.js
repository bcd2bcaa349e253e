// The live stream of one rig: Server-Sent Events from /api/stream. Silent while nobody looks at the page, so that an
// unwatched tab costs the server nothing.

const RETRY_MS = 2000;

/**
 * Follows the stream until the page goes away.
 *
 * @param rig name of the rig; '' for the one that is live
 * @param on {scene, history, frame, second, lost}: one function for each kind of message; lost is called when the
 *     connection breaks
 * @returns a function that ends it
 */
export function follow(rig, on) {
  let source = null;
  let retry = 0;
  let over = false;

  function open() {
    if (over || source || document.hidden) {
      return;
    }
    source = new EventSource('/api/stream?rig=' + encodeURIComponent(rig));
    for (const kind of ['scene', 'history', 'frame', 'second']) {
      source.addEventListener(kind, event => on[kind](JSON.parse(event.data)));
    }
    source.onerror = () => {
      close();
      on.lost();
      clearTimeout(retry);
      retry = setTimeout(open, RETRY_MS);
    };
  }

  function close() {
    source?.close();
    source = null;
  }

  function look() {
    if (document.hidden) {
      close();
    } else {
      open();
    }
  }

  document.addEventListener('visibilitychange', look);
  open();
  return () => {
    over = true;
    close();
    clearTimeout(retry);
    document.removeEventListener('visibilitychange', look);
  };
}
