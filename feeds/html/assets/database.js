// Names for what the database browser leaves without one. Works on its pages only; talks to nobody.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const names = { select: "Spalte oder Vergleich", "input[type=text]": "Wert", "input[type=search]": "Suche" };
  for (const [what, name] of Object.entries(names)) {
    for (const field of document.querySelectorAll(what)) {
      if (!field.labels?.length) field.setAttribute("aria-label", name);
    }
  }
});
