// The browser's part of the reviewing page. It sends what is asked for to the server's one
// function and shows what comes back; HTML comes from the server alone, escaped there.
function reviewing(element, server) {
  "use strict";
  const one = (selector, within = element) => within.querySelector(selector);
  const all = (selector, within = element) => [...within.querySelectorAll(selector)];
  const screen = one("#rv-screen");
  const [good, bad] = all("#rv-said p");
  const keys = one("#rv-keys");
  let turn = 0; // of screens asked for: an answer that was overtaken is not shown
  let shown = null; // address of the screen that is there
  let whose = ""; // id of whom the screen was made for
  let unsaved = false;
  let edited = false; // the answer's words, in the form
  let working = false;
  let fading = 0;
  let liveFault = ""; // what judging while somebody types said was wrong
  const SLOTS = { judge: "judgement", find: "found" };
  const clocks = { judge: { timer: 0, turn: 0 }, find: { timer: 0, turn: 0 } };

  function say(words, fault = false, way = null) {
    good.textContent = fault ? "" : words;
    bad.textContent = fault ? words : "";
    if (way) {
      const link = Object.assign(document.createElement("a"), way);
      bad.append(" ", Object.assign(link, { target: "_blank", rel: "noopener" }));
    }
    clearTimeout(fading);
    // It would lie on top of the screen for ever; what went wrong stays.
    if (!fault) fading = setTimeout(() => (good.textContent = ""), 12_000);
  }

  async function ask(request) {
    const answer = await server.answer({ ...request, as: whose }).catch(() => undefined);
    if (!answer) say(...(await whyNot()));
    return answer;
  }

  async function whyNot() {
    const kept = "What you typed is still here.";
    try {
      const reply = await fetch(location.pathname, { redirect: "manual", cache: "no-store" });
      if (reply.type === "opaqueredirect" || reply.status === 401)
        return [
          `You are signed out. ${kept} Sign in again, come back here, then repeat it.`,
          true,
          { href: "/sign-in", textContent: "Sign in, in a new tab" },
        ];
    } catch {
      return [`The server can't be reached. ${kept} Try again in a moment.`, true];
    }
    return [
      `The server did not answer. ${kept} Try again; if that does not help, load the page anew.`,
      true,
    ];
  }

  function draw(answer, anew) {
    if (answer.who) one("#rv-who").textContent = answer.who;
    if (answer.as) whose = answer.as;
    for (const [name, html] of Object.entries(answer.live || {})) {
      const slot = one(`[data-slot="${name}"]`);
      if (slot) slot.innerHTML = html;
    }
    if (answer.screen === null) return;
    if (answer.at) {
      history.pushState(null, "", answer.at);
      shown = screen.dataset.at = answer.at;
    }
    screen.innerHTML = answer.screen;
    unsaved = edited = false;
    const title = one("#screen-title");
    document.title = `${title ? title.textContent.slice(0, 60) + " · " : ""}Ino Assistant: reviewing`;
    if (!anew) return;
    window.scrollTo(0, 0);
    if (title) title.focus({ preventScroll: true });
  }

  async function show() {
    const at = location.hash;
    if (at === shown && !unsaved) say("");
    if (unsaved && at !== shown && !confirm("Leave without keeping what you changed?")) {
      history.replaceState(null, "", shown || "#");
      return;
    }
    const mine = ++turn;
    screen.setAttribute("aria-busy", "true");
    const answer = await ask({ at });
    if (mine !== turn) return;
    screen.removeAttribute("aria-busy");
    if (!answer) return;
    const first = shown === null;
    shown = at;
    say(answer.said, answer.fault);
    if (answer.screen === null && !answer.fault) return;
    if (answer.screen === null) screen.innerHTML = '<p class="empty"><a href="#">Begin anew</a></p>';
    draw(answer, !first);
    screen.dataset.at = at;
  }

  async function act(form, submitter) {
    if (working) return;
    // A step is taken on the version that is kept, and shows the screen anew.
    if (edited && !("live" in form.dataset)) {
      say("Your changes to the answer are not kept yet: keep them or undo them first.", true);
      return;
    }
    await take(form.dataset.do, () => fieldsOf(form, submitter), form);
  }

  // Takes a step, one at a time; `form` shows that it is being taken.
  async function take(step, collect, form = screen) {
    if (working) return;
    working = true;
    form.setAttribute("aria-busy", "true");
    const late = setTimeout(() => say("Working…"), 400);
    const mine = ++turn;
    try {
      const answer = await ask({ at: location.hash, do: step, fields: await collect() });
      clearTimeout(late);
      for (const secret of all("input[type=password]")) secret.value = "";
      if (!answer || mine !== turn) return;
      say(answer.said, answer.fault);
      draw(answer, true);
      if (answer.screen === null && !answer.fault) one("[data-arrive]")?.focus();
    } catch (error) {
      clearTimeout(late);
      say(error.message, true);
    } finally {
      working = false;
      form.removeAttribute("aria-busy");
    }
  }

  async function fieldsOf(form, submitter) {
    const fields = [];
    for (const [name, value] of new FormData(form, submitter)) {
      if (typeof value === "string") fields.push([name, value]);
      else if (value.size > 1_000_000) throw new Error(`${value.name} is larger than 1 MB.`);
      else if (value.size) fields.push([`${name}_name`, value.name], [name, await base64(value)]);
    }
    return fields;
  }

  function base64(file) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(",", 2)[1] || "");
      reader.onerror = () => reject(new Error(`${file.name} can't be read.`));
      reader.readAsDataURL(file);
    });
  }

  // What is asked while somebody types: each kind has its own clock, so that a search for a
  // passage does not hold up the verdict on the text.
  function askSoon(form, what) {
    unsaved = true;
    if (what === "judge") edited = true;
    const slot = one(`[data-slot="${SLOTS[what]}"]`, form);
    slot.setAttribute("aria-busy", "true");
    clearTimeout(clocks[what].timer);
    const mine = ++clocks[what].turn;
    clocks[what].timer = setTimeout(async () => {
      const answer = await ask({ at: location.hash, do: what, fields: await fieldsOf(form) });
      if (mine !== clocks[what].turn || !form.isConnected) return;
      slot.removeAttribute("aria-busy");
      if (answer && !answer.fault) {
        // What a step was refused for is not over because the words were judged.
        if (liveFault && bad.textContent === liveFault) say("");
        draw(answer, false);
        return;
      }
      // What is said of older words must not stand beside these.
      slot.textContent = "Not checked. Type on to check it again.";
      if (answer) say(answer.said, true);
      liveFault = bad.textContent;
    }, 350);
  }

  // Citations of the edit form

  function renumber(text, removed) {
    return text.replace(/[ \t]*\[(\d{1,3})\]/g, (mark, written) => {
      const number = Number(written);
      if (number === removed) return "";
      return number > removed ? mark.replace(written, String(number - 1)) : mark;
    });
  }

  function cite(button) {
    const form = button.closest("form");
    const item = one(".cited li", form)?.cloneNode(true) || newItem();
    one("input[name=cite]", item).value = button.dataset.cite;
    one(".what", item).textContent = button.dataset.words;
    one(".cited", form).append(item);
    const number = all(".cited li", form).length;
    say(`Added as citation ${number}. Put its mark into the text.`);
    one("[data-mark]", item).focus();
    askSoon(form, "judge");
  }

  function newItem() {
    const item = document.createElement("li");
    item.innerHTML =
      '<input type="hidden" name="cite"><span class="what"></span> <span class="acts">' +
      '<button type="button" data-mark>Put its mark into the text</button> ' +
      '<button type="button" data-uncite>Remove</button></span>';
    return item;
  }

  function numberOf(button) {
    const item = button.closest("li");
    return [...item.parentElement.children].indexOf(item) + 1;
  }

  function uncite(button) {
    const form = button.closest("form");
    const number = numberOf(button);
    const box = form.elements.text;
    box.value = renumber(box.value, number);
    button.closest("li").remove();
    say(`Citation ${number} is removed, and its marks.`);
    (one(".cited [data-uncite]", form) || form.elements.find).focus();
    askSoon(form, "judge");
  }

  function putMark(button) {
    const form = button.closest("form");
    const box = form.elements.text;
    box.focus();
    box.setRangeText(` [${numberOf(button)}]`, box.selectionStart, box.selectionEnd, "end");
    askSoon(form, "judge");
  }

  // Keys

  const keysOn = () => localStorage.getItem("single-keys") !== "off";

  function step(by) {
    const rows = all("[data-row]");
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.closest("li").contains(document.activeElement));
    rows[Math.min(Math.max(at + by, 0), rows.length - 1)].focus();
    return true;
  }

  // Claims the review in focus without opening it; the focus stays with it.
  function claimRow() {
    const box = document.activeElement.closest("li")?.querySelector(".pick input");
    if (!box) return false;
    const [review, version] = box.value.split(":");
    const fields = [
      ["review", review],
      ["version", version],
    ];
    take("claim", () => fields).then(() => focusOn(`li:has([value^="${review}:"]) [data-row]`));
    return true;
  }

  function countSelected() {
    const count = all(".pick input:checked").length;
    const told = one("[data-selected]");
    if (told) told.textContent = count ? `${count} selected` : "None selected";
  }

  function decide(key) {
    const details = one(`.decide[data-key="${key}"]`);
    if (!details) return false;
    details.open = true;
    one("textarea, input:not([type=hidden])", details).focus();
    return true;
  }

  function focusOn(selector) {
    const found = one(selector);
    if (found) found.focus();
    return Boolean(found);
  }

  const onKey = {
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const box = document.activeElement.closest("li")?.querySelector(".pick input");
      if (box) box.checked = !box.checked;
      countSelected();
      return Boolean(box);
    },
    "/": () => focusOn('.filters input[type="search"]'),
    u: () => {
      const up = one("a.up");
      if (up) up.click();
      return Boolean(up);
    },
    c: () => {
      const form = one('form[data-do="claim"]');
      if (form) form.requestSubmit();
      return Boolean(form) || claimRow();
    },
    t: () => focusOn('form[data-do="edit"] textarea[name="text"]'),
    a: () => decide("a"),
    r: () => decide("r"),
    e: () => decide("e"),
    s: () => decide("s"),
    m: () => focusOn('[data-key="m"]'),
    "?": () => {
      keys.showModal();
      return true;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (!element.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    if (!keysOn() || !Object.hasOwn(onKey, event.key)) return;
    if (onKey[event.key]()) event.preventDefault();
  });

  // Everything else that is pressed or typed

  element.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    event.preventDefault();
    if (form.dataset.go) {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
      const to = `#${form.dataset.go}${query.size ? `?${query}` : ""}`;
      if (to === location.hash) show();
      else location.hash = to;
    } else if (form.dataset.do) act(form, event.submitter);
  });

  element.addEventListener("click", (event) => {
    const button = event.target.closest("button, a, input");
    if (!button) return;
    if ("keys" in button.dataset) keys.showModal();
    else if ("cite" in button.dataset) cite(button);
    else if ("uncite" in button.dataset) uncite(button);
    else if ("mark" in button.dataset) putMark(button);
    else if ("undo" in button.dataset) {
      unsaved = edited = false;
      show();
    } else if ("skip" in button.dataset) {
      event.preventDefault();
      one("#screen-title")?.focus();
    }
  });

  element.addEventListener("input", (event) => {
    if (event.target.matches(".pick input")) countSelected();
    const form = event.target.closest("form");
    if (!form) return;
    if (event.target.matches("[data-single-keys]"))
      localStorage.setItem("single-keys", event.target.checked ? "on" : "off");
    else if (event.target.matches("[data-all]")) {
      for (const box of all(".pick input")) box.checked = event.target.checked;
      countSelected();
    } else if (event.target.matches("[data-find]")) askSoon(form, "find");
    else if ("live" in form.dataset && event.target.name !== "reason") askSoon(form, "judge");
    else if (event.target.matches("textarea")) unsaved = true;
  });

  element.addEventListener("keydown", (event) => {
    // Enter in a search for passages would keep the edit.
    if (event.key === "Enter" && event.target.matches("[data-find]")) event.preventDefault();
  });

  window.addEventListener("hashchange", () => {
    if (element.isConnected && location.hash !== shown) show();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  one("[data-single-keys]").checked = keysOn();
  show();
}
