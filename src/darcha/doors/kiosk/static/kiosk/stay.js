// A screen nobody touches asks whether somebody is there, waits twenty seconds, and begins anew for the next visitor.
(() => {
  "use strict";
  const { again, stays } = document.body.dataset;
  const dialog = document.getElementById("still-there");
  if (!again || !dialog) return;
  const asks = 20;
  let left = Number(stays);

  const touched = () => {
    left = Number(stays);
    if (dialog.open) dialog.close();
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    document.addEventListener(kind, touched, { passive: true });
  }
  document.addEventListener("scroll", touched, { passive: true, capture: true });
  document.addEventListener("voice-begins", touched);
  document.addEventListener("voice-over", touched);

  const ticking = setInterval(() => {
    left -= 1;
    if (left <= -asks) {
      // Once: asked for again before it is there, a page is begun anew each time.
      clearInterval(ticking);
      location.replace(again);
    } else if (left <= 0) {
      dialog.querySelector("[data-seconds]").textContent = String(asks + left);
      if (!dialog.open) dialog.showModal();
    }
  }, 1000);
})();
