"use strict";
// The receipt is opened to be printed; a button prints it once more.
(() => {
  const button = document.getElementById("print");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
  window.addEventListener("load", () => window.print());
})();
