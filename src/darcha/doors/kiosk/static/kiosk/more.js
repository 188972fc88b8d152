// Says that there is more below, and brings it up with one touch: not everybody knows that a picture can be pushed.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const more = document.getElementById("more");
  if (!main || !more) return;
  const rest = () => main.scrollHeight - main.clientHeight - main.scrollTop;
  const show = () => { more.hidden = rest() < 40; };
  more.addEventListener("click", () => main.scrollBy({ top: main.clientHeight * 0.7, behavior: "smooth" }));
  main.addEventListener("scroll", show, { passive: true });
  new ResizeObserver(show).observe(main);
  document.fonts?.ready.then(show);
  show();
})();
