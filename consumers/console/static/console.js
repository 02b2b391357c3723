// What the pages do beyond links and forms: show whether they are live, and say what is new.
"use strict";

(function () {
  const live = document.getElementById("live");
  const news = document.getElementById("news");

  function show(on) {
    if (!live) return;
    live.classList.toggle("on", on);
    live.classList.toggle("off", !on);
    live.textContent = on ? live.dataset.on : live.dataset.off;
  }

  document.body.addEventListener("htmx:sseOpen", (event) => {
    show(live && live.dataset.away === undefined);
    event.detail.source.addEventListener("away", () => { live.dataset.away = ""; show(false); });
    event.detail.source.addEventListener("tick", () => { delete live.dataset.away; show(true); });
  });
  document.body.addEventListener("htmx:sseError", () => show(false));

  // A live page takes over what is new and leaves alone what its reader is busy with: what was
  // opened stays open, a form that was begun stays as it is, and so does what was asked for apart.
  const callbacks = Idiomorph.defaults.callbacks;
  callbacks.beforeAttributeUpdated = (name, element) => !(name === "open" && element.tagName === "DETAILS");
  callbacks.beforeNodeMorphed = (old) => !(old instanceof Element && busy(old));
  callbacks.beforeNodeRemoved = (old) => !(old instanceof Element && old.id && busy(old));

  function busy(part) {
    return part.matches("[data-keep], details.decide[open]") || (part.matches("details.decide") && begun(part));
  }
  function begun(part) {
    return [...part.querySelectorAll("textarea, input:not([type='hidden']), select")].some((field) =>
      field.type === "checkbox" ? field.checked !== field.defaultChecked
        : field.tagName === "SELECT" ? field.selectedIndex > 0 : field.value !== field.defaultValue);
  }

  // A form that was begun decides on what its reader saw then: it says so once the list is another.
  function tellStale() {
    const page = document.getElementById("page");
    for (const form of document.querySelectorAll("details.decide form")) {
      const seen = [...form.querySelectorAll("[name='run'], [name='revision_seen']")].map((field) => field.value);
      const note = form.querySelector(".stale");
      if (page && seen.length && note) note.hidden = seen.join("/") === page.dataset.revision;
    }
  }
  document.body.addEventListener("htmx:afterSettle", tellStale);

  // One click is enough; the key in the form makes one decision of two all the same.
  document.body.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent !== undefined) event.preventDefault();
    form.dataset.sent = "";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
  });

  // A part that says `data-news` is read out when its text changes, whoever is looking elsewhere.
  let told = new Map();
  function remember() {
    told = new Map([...document.querySelectorAll("[data-news]")].map((part) => [part.id, part.dataset.news]));
  }
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const part of document.querySelectorAll("[data-news]")) {
      if (told.has(part.id) && told.get(part.id) !== part.dataset.news) {
        news.textContent = part.dataset.news;
      }
    }
    remember();
  });
  remember();

  // A sign-in link carries its token behind `#`, which browsers send to nobody. The button is left
  // to the reader: nobody is signed in by a link alone.
  const token = document.querySelector("form[action='/sign-in'] input[name='token']");
  if (token && location.hash.length > 1) {
    token.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname + location.search);
    token.form.querySelector("button").focus();
  }

  // A choice in a form of filters asks at once; without this script the form has its button.
  document.body.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form) form.requestSubmit();
  });
})();
