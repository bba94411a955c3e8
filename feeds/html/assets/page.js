// Comforts only: everything on these pages works without it. Talks to nobody but this server.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.getElementById("kopiert");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Die Adresse ist kopiert.";
    } catch {
      said.textContent = "Bitte mit Strg+C kopieren; die Adresse ist schon markiert.";
    }
  });
}

// Where there is room, the two choices that matter are open.
if (matchMedia("(min-width: 56rem)").matches) {
  for (const group of document.querySelectorAll("details[data-wide]")) group.open = true;
}

// Empty fields need not stand in the address.
const form = document.querySelector("form.filter");
if (form && !form.dataset.static) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
}
