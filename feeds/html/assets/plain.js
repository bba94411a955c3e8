// On plain web space nobody answers "?branche=handwerk": the filter in the address is read and applied here, to the
// rows of all events, and what is chosen in the form is written into the address. The rules are those of the server.
"use strict";

const plain = document.querySelector("form.filter[data-static]");
if (plain) {
  const byId = (id) => document.getElementById(id);
  const [list, hits, wrong, title] = ["liste", "treffer", "fehler", "abo"].map(byId);
  const section = title.parentElement;
  const everything = title.textContent;
  const ways = [...section.querySelectorAll("a[href]")].map((link) => [link, link.href, link.download]);
  const address = byId("adresse").value;
  const EVERY = "branchenuebergreifend";
  const ONE_OF = { kostenlos: ["ja", "nein"], abends: ["ja", "nein"], offen: ["ja", "nein"], abgesagt: ["zeigen", "weglassen"] };
  const USUAL = { offen: "ja", abgesagt: "zeigen", passung: "0" };
  const NUMBERS = { umkreis: [1, 500], passung: [0, 2] };
  const TEXTS = ["ort", "q"];
  const LISTS = ["branche", "region", "format", "thema", "online", "sprache", "ohne"];
  const LISTED = { industries: [], topics: [], formats: [], regions: [] };
  const UNSAID = { ...LISTED, kmu_fit: 0, evening: false, online: "", language: "", text: "" }; // what a row leaves out
  let items = null;
  let manifest = null;
  let paged = new Set(); // what has a page of its own

  const PLAIN = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "o", ł: "l", đ: "d", ς: "σ" };
  const fold = (text) => (text || "").normalize("NFC").toLowerCase().replace(/[äöüßæøłđς]/g, (letter) => PLAIN[letter])
    .normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const named = (name) => (name === "branche" ? { ...manifest.choices.branche, [EVERY]: "branchenübergreifend" }
    : manifest.choices[name]);

  // ---- the words of an address: {name: values}, or an Error that says in German what cannot be applied

  const value = (name, text, allowed) => {
    const found = Object.entries(allowed).find(([id, shown]) => [fold(id), fold(shown)].includes(fold(text)));
    if (found) return found[0];
    const known = Object.entries(allowed);
    const said = known.map(([id, shown]) => (shown ? `${shown} (${id})` : id)).join(known[0][1] ? "; " : ", ");
    throw new Error(`Den Wert „${text}“ gibt es beim Filter „${name}“ nicht. Erlaubt sind: ${said}.`);
  };
  const values = (name, text) => {
    const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
    if (LISTS.includes(name)) return parts.map((part) => value(name, part, named(name)));
    if (name === "ort") return parts;
    if (name === "q") return [fold(text)];
    if (ONE_OF[name]) return [value(name, text, Object.fromEntries(ONE_OF[name].map((id) => [id, ""])))];
    const [low, high] = NUMBERS[name];
    if (/^\d{1,5}$/.test(text) && low <= text && text <= high) return [String(Number(text))];
    throw new Error(`Der Filter „${name}“ braucht eine ganze Zahl von ${low} bis ${high}.`);
  };
  const passedOver = (name) => /^utm_/i.test(name) || plain.dataset.passed.split(" ").includes(name.toLowerCase())
    || ["ansicht", "monat"].includes(name);
  const read = (pairs) => {
    const known = [...LISTS, ...TEXTS, ...Object.keys(ONE_OF), ...Object.keys(NUMBERS)];
    const found = {};
    for (const [name, text] of pairs) {
      if (!known.includes(name) && passedOver(name)) continue;
      if (!known.includes(name)) throw new Error(`Den Filter „${name}“ gibt es nicht. Erlaubt sind: ${known.join(", ")}.`);
      if (!text.trim()) continue;
      if (name in found && !LISTS.includes(name) && name !== "ort") {
        throw new Error(`Der Filter „${name}“ steht mehrmals in der Adresse; er nimmt nur einen Wert.`);
      }
      found[name] = [...new Set([...(found[name] || []), ...values(name, text.trim())])].sort();
    }
    if (found.umkreis && !found.ort) throw new Error("Zu „umkreis“ gehört ein „ort“.");
    for (const [name, usual] of Object.entries(USUAL)) if (found[name] && found[name][0] === usual) delete found[name];
    return found;
  };
  const written = (wanted) => Object.keys(wanted).sort()
    .map((name) => `${name}=${wanted[name].map(encodeURIComponent).join(",")}`).join("&");

  // ---- which events

  // Where a town lies: the middle of the places in it; there is no map of all towns on plain web space.
  const spot = (name) => {
    const there = items.filter((item) => fold(item.city) === fold(name));
    if (!there.length) {
      throw new Error(`In „${name}“ ist zurzeit nichts bekannt; bitte einen größeren Ort in der Nähe nennen.`);
    }
    const found = there.filter((item) => "lat" in item);
    const mean = (key) => found.reduce((sum, place) => sum + place[key], 0) / found.length;
    return { name, lat: mean("lat"), lon: mean("lon") };
  };
  const km = (a, b) => {
    const rad = Math.PI / 180;
    const h = Math.sin((b.lat - a.lat) * rad / 2) ** 2
      + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin((b.lon - a.lon) * rad / 2) ** 2;
    return 12742 * Math.asin(Math.sqrt(h));
  };
  const near = (item, town, radius) => fold(item.city) === fold(town.name)
    || (radius > 0 && "lat" in item && km(town, item) <= radius);
  const filter = (wanted) => {
    const of = (name) => wanted[name] || [];
    const one = (name) => of(name)[0] || "";
    const towns = of("ort").map(spot);
    const radius = Number(one("umkreis"));
    const closed = one("offen") === "nein";
    const meets = (name, has) => !of(name).length || of(name).some((each) => has.includes(each));
    const flag = (name, is) => !one(name) || is === (one(name) === "ja");
    return (item) => {
      const open = !item.industries.length;
      const industry = meets("branche", open ? [EVERY] : item.industries) || (open && !closed);
      return industry && (!open || !closed || of("branche").includes(EVERY))
        && meets("region", item.regions)
        && meets("format", item.formats)
        && meets("thema", item.topics)
        && meets("online", [item.online])
        && meets("sprache", [item.language])
        && flag("kostenlos", item.free)
        && flag("abends", item.evening)
        && item.kmu_fit >= Number(one("passung"))
        && (one("abgesagt") !== "weglassen" || item.status !== "cancelled")
        && ![...item.industries, ...item.formats, ...item.topics].some((tag) => of("ohne").includes(tag))
        && (!one("q") || one("q").split(" ").every((word) => item.text.includes(word)))
        && (!towns.length || towns.some((town) => near(item, town, radius)));
    };
  };

  // ---- what is shown

  const line = (item) => {
    const own = /^[\w.-]{1,100}@[a-z]{1,20}$/.test(item.uid) && paged.has(item);
    const to = own ? `termin/${item.uid}.html` : item.link;
    const row = document.createElement("li");
    const link = document.createElement(to ? "a" : "span");
    link.textContent = item.summary;
    if (to) link.href = to;
    row.className = "event-line";
    row.append(link);
    return row;
  };
  const box = (name, id) => { // of what has no events there is none in the form yet
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value: id });
    const text = document.createElement("span");
    label.className = "box";
    text.textContent = named(name)[id];
    label.append(input, " ", text);
    plain.querySelector(`fieldset[data-name="${name}"]`).append(label);
    return input;
  };
  const fill = (wanted) => {
    for (const name of LISTS) {
      const boxes = [...plain.querySelectorAll(`input[name="${name}"]`)];
      for (const id of wanted[name] || []) if (!boxes.some((each) => each.value === id)) boxes.push(box(name, id));
    }
    for (const field of plain.elements) {
      const given = wanted[field.name] || [];
      if (field.type === "checkbox") field.checked = given.includes(field.value);
      else if (field.name === "umkreis" && given[0] && ![...field.options].some((each) => each.value === given[0])) {
        field.add(new Option(`${given[0]} km`, given[0], true, true));
      } else if (field.name) field.value = given.join(", ");
      const used = field.type === "checkbox" ? field.checked : field.name === "q" && field.value;
      for (let at = field.closest("details"); used && at; at = at.parentElement.closest("details")) at.open = true;
    }
  };
  // The calendar of this choice, if there is one; on plain web space nobody makes one on demand.
  const subscribe = (wanted) => {
    const meant = (filter) => written(filter).toLowerCase();
    const feed = manifest.feeds.find((each) => "filter" in each
      && meant(read(new URLSearchParams(each.filter))) === meant(wanted));
    const name = feed ? feed.name : "startup-termine";
    const there = (href) => href.replace(/(feeds(?:\/|%2F))startup-termine\./, `$1${name}.`)
      .replace(/&name=.*/, `&name=${encodeURIComponent(feed ? feed.title : everything)}`);
    for (const [link, href, file] of ways) {
      link.href = there(href);
      if (file) link.download = `${name}.ics`;
    }
    byId("adresse").value = there(address);
    title.textContent = feed ? feed.title : "Startup-Termine: eigene Auswahl";
    byId("ohne-kalender").hidden = Boolean(feed);
    const code = section.querySelector(".qr");
    if (code) code.hidden = name !== "startup-termine";
  };
  const refuse = (sentence) => {
    wrong.textContent = sentence;
    for (const part of section.children) part.hidden = Boolean(sentence) && part !== title && part !== wrong;
    wrong.hidden = !sentence;
    if (sentence) list.replaceChildren();
  };
  const load = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`Die Termine lassen sich gerade nicht laden (${answer.status}).`);
    return answer.json();
  };
  const show = async (pairs, typed) => {
    const rest = byId("rest");
    if (rest) rest.hidden = true;
    try {
      manifest ??= await load(plain.dataset.feeds);
      items ??= (await load(plain.dataset.static)).map((row) => ({ ...UNSAID, ...row }));
      const wanted = read(pairs);
      if (typed) history.replaceState(null, "", written(wanted) ? `?${written(wanted)}` : location.pathname);
      else fill(wanted);
      const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" });
      const coming = items.filter((item) => item.day >= today);
      paged = new Set(coming.slice(0, Number(plain.dataset.pages)));
      const found = coming.filter(filter(wanted));
      const rows = document.createElement("ol");
      rows.append(...found.slice(0, 100).map(line));
      list.replaceChildren(rows);
      refuse("");
      subscribe(wanted);
      const off = found.filter((item) => item.status === "cancelled").length;
      const on = found.length - off;
      hits.textContent = (on === 1 ? "1 kommender Termin" : `${on} kommende Termine`)
        + (off ? `, dazu ${off} abgesagte${off === 1 ? "r" : ""}` : "");
    } catch (error) {
      refuse(error instanceof TypeError ? "Die Termine lassen sich gerade nicht laden." : error.message);
    }
  };
  const typed = () => show([...new FormData(plain)], true);
  plain.hidden = false;
  plain.addEventListener("change", typed);
  plain.addEventListener("submit", (event) => { event.preventDefault(); typed(); });
  if (location.search.length > 1) show([...new URLSearchParams(location.search)], false);
}
