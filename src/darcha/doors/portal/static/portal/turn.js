// A visitor's turn: when it comes, the page's title says so, the phone trembles, and rings if it was asked to.
"use strict";

(() => {
  const CALLED = "called";
  const RINGS = 3;
  const RING_SECONDS = 0.35;
  const GAP_SECONDS = 0.25;
  let state = null;
  let sound = null;
  const button = document.querySelector("[data-sound]");

  const ring = () => {
    if (!sound) return;
    for (let ringing = 0; ringing < RINGS; ringing += 1) {
      const start = sound.currentTime + ringing * (RING_SECONDS + GAP_SECONDS);
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = ringing % 2 ? 660 : 880;
      volume.gain.setValueAtTime(0.25, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + RING_SECONDS);
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + RING_SECONDS);
    }
  };

  const look = () => {
    const turn = document.getElementById("turn");
    if (!turn) return;
    document.title = turn.dataset.title;
    if (state !== null && state !== CALLED && turn.dataset.state === CALLED) {
      if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 400]);
      ring();
    }
    state = turn.dataset.state;
    if (button && state !== "waiting" && state !== CALLED) button.parentElement.hidden = true;
  };

  if (button && window.AudioContext) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      if (sound) {
        sound.close();
        sound = null;
      } else {
        sound = new AudioContext();
        ring();
      }
      button.setAttribute("aria-pressed", String(sound !== null));
    });
  }
  document.addEventListener("htmx:afterSettle", look);
  look();
})();
