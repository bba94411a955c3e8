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

// On plain web space the list is filtered here, from the published JSON feed.
if (form && form.dataset.static) {
  const list = document.getElementById("liste");
  const hits = document.getElementById("treffer");
  const online = { yes: "ja", no: "nein", hybrid: "hybrid" };
  const fold = (text) => (text || "").toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  let items = null;
  let paged = new Set(); // what has a page of its own

  // Where a town lies: the middle of the places in it; there is no map of all towns on plain web space.
  const spot = (name) => {
    const there = items.filter((item) => fold(item.city) === fold(name));
    const found = there.filter((item) => item._pitchradar.lat !== null).map((item) => item._pitchradar);
    const mean = (key) => found.reduce((sum, place) => sum + place[key], 0) / found.length;
    return there.length ? { name, lat: mean("lat"), lon: mean("lon") } : null;
  };
  const km = (a, b) => {
    const rad = Math.PI / 180;
    const h = Math.sin((b.lat - a.lat) * rad / 2) ** 2
      + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin((b.lon - a.lon) * rad / 2) ** 2;
    return 12742 * Math.asin(Math.sqrt(h));
  };
  const near = (item, town, radius) => fold(item.city) === fold(town.name)
    || (radius > 0 && item._pitchradar.lat !== null && km(town, item._pitchradar) <= radius);

  const meets = (wanted, values) => !wanted.length || wanted.some((value) => values.includes(value));
  const fits = (item, data) => {
    const more = item._pitchradar;
    const industries = more.industries.length ? more.industries : ["branchenuebergreifend"];
    const open = data.get("offen") !== "nein" && !more.industries.length;
    const left = data.getAll("ohne");
    const text = fold([item.title, item.organizer, item.location, item.description].join(" "));
    return (open || meets(data.getAll("branche"), more.industries.length || data.get("offen") !== "nein" ? industries : []))
      && !(data.get("offen") === "nein" && !more.industries.length)
      && meets(data.getAll("region"), more.regions)
      && meets(data.getAll("format"), more.formats)
      && meets(data.getAll("thema"), more.topics)
      && meets(data.getAll("online"), [online[item.online] || (item.location ? "nein" : "")])
      && meets(data.getAll("sprache"), [item.language || ""])
      && (!data.get("kostenlos") || more.free === true)
      && (!data.get("abends") || more.evening)
      && (!data.get("passung") || more.kmu_fit >= Number(data.get("passung")))
      && (data.get("abgesagt") !== "weglassen" || item.status !== "cancelled")
      && ![...more.industries, ...more.formats, ...more.topics].some((tag) => left.includes(tag))
      && fold(data.get("q")).split(/\s+/).every((word) => text.includes(word));
  };
  const own = (item) => /^[\w.-]{1,100}@[a-z]{1,20}$/.test(item._pitchradar.uid) && paged.has(item);
  const line = (item) => {
    const row = document.createElement("li");
    const to = own(item) ? `termin/${item._pitchradar.uid}.html` : /^https?:/.test(item.url || "") && item.url;
    const link = document.createElement(to ? "a" : "span");
    link.textContent = item.summary;
    if (to) link.href = to;
    row.className = "event-line";
    row.append(link);
    return row;
  };
  const show = async () => {
    items ??= (await (await fetch(form.dataset.static)).json()).items;
    const today = new Date().toISOString().slice(0, 10);
    const coming = items.filter((item) => (item.end || item.start).slice(0, 10) >= today);
    paged = new Set(coming.slice(0, Number(form.dataset.pages)));
    const data = new FormData(form);
    const name = data.get("ort").trim();
    const town = name ? spot(name) : null;
    if (name && !town) {
      list.replaceChildren();
      hits.textContent = `In „${name}“ ist zurzeit nichts bekannt; bitte einen größeren Ort in der Nähe nennen.`;
      return;
    }
    const found = coming.filter((item) => fits(item, data) && (!town || near(item, town, Number(data.get("umkreis")))));
    const rows = document.createElement("ol");
    rows.append(...found.slice(0, 100).map(line));
    list.replaceChildren(rows);
    hits.textContent = found.length === 1 ? "1 kommender Termin" : `${found.length} kommende Termine`;
  };
  form.hidden = false;
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
}
