// A visitor's turn: at each call, a repeated one too, the page's title says so and the phone trembles; asked for sound, it
// rings and says the window.
"use strict";

(() => {
  const CALLED = "called";
  const RINGS = 3;
  const RING_SECONDS = 0.35;
  const GAP_SECONDS = 0.25;
  const TREMBLES = [400, 200, 400, 200, 400];
  let call = null;
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

  // Through the same sound that was switched on by a touch: a phone lets nothing else be heard later.
  const speak = async (address) => {
    if (!sound) return;
    const after = sound.currentTime + RINGS * (RING_SECONDS + GAP_SECONDS);
    const answer = await fetch(address);
    if (!answer.ok || !sound) return;
    const voice = sound.createBufferSource();
    voice.buffer = await sound.decodeAudioData(await answer.arrayBuffer());
    voice.connect(sound.destination);
    voice.start(after);
    document.dispatchEvent(new CustomEvent("spoken", { detail: address }));
  };

  const look = () => {
    const turn = document.getElementById("turn");
    if (!turn) return;
    document.title = turn.dataset.title;
    const { state, voice } = turn.dataset;
    const now = turn.dataset.call ?? "";
    if (now && call !== null && now !== call) {
      navigator.vibrate?.(TREMBLES);
      ring();
      // No voice, no net: it has trembled and rung all the same.
      speak(voice).catch(() => {});
    }
    call = now;
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
