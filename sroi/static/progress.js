// Shows how far a long job is, until there is something else to see, and says so when the server does not answer. Who listens hears it
// at each quarter, not each time. Without this script the page has a link to refresh it.
(() => {
  const PAUSE = 1500;
  const PATIENCE = 15000;
  const find = (name) => document.querySelector(`[data-progress${name}]`);
  const [part, heard, told] = ["", "-heard", "-told"].map(find);
  if (!part) return;
  let isAway = false;
  let quarter = 0;
  const tell = (name) => told.replaceChildren(find(name).content.cloneNode(true));
  // Returns whether the server answered with how far it is; goes to the page itself when there is something else to see.
  const show = async () => {
    const answer = await fetch(part.dataset.progress, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected || answer.status === 404) return location.reload(); // the session or the job has ended
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress-line");
    if (!fresh || fresh.dataset.over) return location.reload();
    part.replaceChildren(fresh);
    const reached = Math.floor(fresh.querySelector("progress").value / 25);
    if (reached !== quarter) heard.textContent = fresh.textContent.trim().replace(/\s+/g, " ");
    quarter = reached;
    return true;
  };
  const ask = async () => {
    const isThere = await show().catch((error) => {
      if (!["TypeError", "TimeoutError", "AbortError"].includes(error.name)) throw error; // a TypeError is a network that was away
      return false;
    });
    if (isThere === undefined) return;
    if (isThere === isAway) tell(isThere ? "-back" : "-away");
    isAway = !isThere;
    setTimeout(ask, PAUSE);
  };
  setTimeout(ask, PAUSE);
})();
