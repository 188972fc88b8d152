"use strict";
// A browser's own menu prints as well; without a script there is no button that does nothing.
(() => {
  const button = document.getElementById("print");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
