// Says so when the hall stops answering, and that it lives again.
(() => {
  const hall = document.getElementById("main");
  const live = document.getElementById("live");
  if (!hall || !live) return;
  const tell = (fresh) => {
    const words = fresh ? hall.dataset.live : hall.dataset.stale;
    if (live.textContent !== words) live.textContent = words;
    live.dataset.state = fresh ? "" : "late";
  };
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === hall) tell(event.detail.successful);
  });
})();
