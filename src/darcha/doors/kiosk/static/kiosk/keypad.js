// Lets a number be typed by touch where there are no keys.
(() => {
  "use strict";
  const keys = document.querySelector("[data-keypad]");
  const field = keys && document.getElementById(keys.dataset.keypad);
  if (!field) return;
  keys.hidden = false;
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if ("erase" in key.dataset) field.value = field.value.slice(0, -1);
    else if (field.value.length < field.maxLength) field.value += key.dataset.digit;
  });
})();
