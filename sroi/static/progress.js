// Shows how far a long job is, until there is something else to see. Without this script the page refreshes itself.
(() => {
  const PAUSE = 1500;
  const part = document.querySelector("[data-progress]");
  if (!part) return;
  const ask = async () => {
    try {
      const answer = await fetch(part.dataset.progress);
      if (answer.ok && !answer.redirected) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress-line");
        if (fresh?.dataset.over) return location.reload();
        if (fresh) part.replaceChildren(fresh);
      }
    } catch (error) {
      if (error.name !== "TypeError") throw error; // a TypeError is a network that was away
    }
    setTimeout(ask, PAUSE);
  };
  setTimeout(ask, PAUSE);
})();
