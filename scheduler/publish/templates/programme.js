
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const search = byId("search");
  const delegation = byId("delegation");
  const sessions = [...document.querySelectorAll(".session")];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(sessions.map((session) => [session, plain(session.textContent.replace(/\s+/g, " "))]));
  const numbers = (text) => new Set(text.split(" ").filter(Boolean));
  const concerned = new Map(sessions.map((session) => [session, numbers(session.dataset.concerns)]));
  const active = new Map(sessions.map((session) => [session, numbers(session.dataset.active)]));

  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const mine = delegation?.selectedOptions[0]?.dataset.number;
    let count = 0;
    for (const session of sessions) {
      const text = texts.get(session);
      const shown = words.every((word) => text.includes(word)) && (mine === undefined || concerned.get(session).has(mine));
      const speaks = mine !== undefined && active.get(session).has(mine);
      session.hidden = !shown;
      session.classList.toggle("mine", speaks);
      session.querySelector(".yours").hidden = !speaks;
      count += shown ? 1 : 0;
    }
    for (const day of document.querySelectorAll(".day")) {
      const empty = !day.querySelector(".session:not([hidden])");
      day.querySelector(".none").hidden = !empty;
      day.querySelector(".grid").hidden = empty;
    }
    const all = `${sessions.length} session${sessions.length === 1 ? "" : "s"}`;
    byId("count").textContent = count === sessions.length ? all : `${count} of ${all}`;
  };

  const fromAddress = () => {
    const asked = /^#delegation=(.*)$/s.exec(location.hash);
    if (!asked || !delegation) {
      return;
    }
    let id = asked[1];
    try {
      id = decodeURIComponent(id);
    } catch {
      // A stray percent sign: the id as it stands.
    }
    const option = [...delegation.options].find((known) => known.value === id);
    delegation.value = option ? id : "";
    filter();
  };

  const showOwnTimes = () => {
    const two = (number) => String(number).padStart(2, "0");
    const clock = (instant) => `${two(instant.getHours())}:${two(instant.getMinutes())}`;
    const times = [...document.querySelectorAll("time")];
    const instant = (time) => new Date(time.dateTime);
    if (times.every((time) => clock(instant(time)) === time.textContent)) {
      return;
    }
    const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });
    const own = (time) => {
      const day = weekday.format(instant(time));
      return `${time.dataset.day === day ? "" : `${day} `}${clock(instant(time))}`;
    };
    for (const place of document.querySelectorAll(".when, .hour")) {
      const shown = document.createElement("span");
      shown.className = "own";
      shown.textContent = [...place.querySelectorAll("time")].map(own).join("–");
      place.append(" ", shown);
    }
    const note = byId("own-zone");
    note.querySelector("b").textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
    note.hidden = false;
  };

  showOwnTimes();
  byId("controls").hidden = false;
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  byId("as-list").addEventListener("change", (event) => document.documentElement.classList.toggle("listed", event.target.checked));
  search.addEventListener("input", filter);
  delegation?.addEventListener("change", () => {
    const id = delegation.value;
    history.replaceState(null, "", id ? `#delegation=${encodeURIComponent(id)}` : "#");
    filter();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
