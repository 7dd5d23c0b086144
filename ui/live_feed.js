// Asks the server for the newest numbers and figures of this visitor, all that are on the screen with one request.

const feeds = (window.holisticFeeds ??= new Map());

function follow(address, everyMs, name, take) {
  let feed = feeds.get(address);
  if (!feed) {
    feed = { takers: new Map(), stopped: false };
    feeds.set(address, feed);
    setTimeout(() => ask(feed, address, everyMs), everyMs);
  }
  feed.takers.set(name, take);
  return () => {
    if (feed.takers.get(name) !== take) return;
    feed.takers.delete(name);
    if (feed.takers.size === 0) {
      feed.stopped = true;
      feeds.delete(address);
    }
  };
}

async function ask(feed, address, everyMs) {
  if (feed.stopped) return;
  const startedMs = performance.now();
  const names = [...feed.takers].filter(([, take]) => take.wants()).map(([name]) => name);
  try {
    if (names.length && !document.hidden) {
      const answer = await fetch(`${new URL(address, document.baseURI)}?names=${names.join()}`);
      if (answer.status === 404) {
        feed.stopped = true;
        feeds.delete(address);
        return;
      }
      if (answer.ok) {
        const newest = await answer.json();
        for (const name of names) if (name in newest) feed.takers.get(name)?.take(newest[name]);
      }
    }
  } catch (error) {
    console.debug(error); // the network rests; the next question is another chance
  }
  // Where machine or network are slow, at most half of the time goes into asking.
  const tookMs = performance.now() - startedMs;
  setTimeout(() => ask(feed, address, everyMs), Math.max(everyMs - tookMs, tookMs, 50));
}
