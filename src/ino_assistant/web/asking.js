// The buttons under an answer and the list of earlier conversations. Everything goes to the HTTP
// interface of this server; what comes back is put in as text, never as markup.
(() => {
  "use strict";
  let token = null;

  async function session() {
    if (token === null) {
      const answer = await fetch("/api/session", { credentials: "same-origin" });
      token = answer.ok ? (await answer.json()).csrf || "" : "";
    }
    return token;
  }

  async function send(method, path, body) {
    const headers = { "X-CSRF-Token": await session() };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch(path, {
        method,
        headers,
        credentials: "same-origin",
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch {
      throw new Error("The server can't be reached; nothing was sent. Try again.");
    }
    if (answer.status === 401) {
      token = null;
      throw new Error("Your session has ended; sign in again. Nothing was sent.");
    }
    if (!answer.ok) {
      const said = await answer.json().catch(() => ({}));
      throw new Error(said.error || `Not done (${answer.status}).`);
    }
    return answer.status === 204 ? {} : answer.json();
  }

  // What was typed into a form is no longer wanted; connection.js keeps such words.
  const forget = (form) => form.dispatchEvent(new CustomEvent("ino:forget", { bubbles: true }));

  const say = (group, words, wrong = false) => {
    const line = group.querySelector(".done");
    line?.classList.toggle("wrong", wrong);
    if (line) line.textContent = words;
  };

  function close(group) {
    for (const form of group.querySelectorAll("form")) form.hidden = true;
    for (const opener of group.querySelectorAll("[aria-expanded]"))
      opener.setAttribute("aria-expanded", "false");
  }

  function toggle(group, button) {
    const form = document.getElementById(button.getAttribute("aria-controls"));
    const opening = form.hidden;
    close(group);
    if (!opening) return;
    form.hidden = false;
    button.setAttribute("aria-expanded", "true");
    form.querySelector("input, textarea").focus();
  }

  async function copy(group) {
    const words = group.querySelector(".whole-text").textContent;
    try {
      await navigator.clipboard.writeText(words);
      say(group, "Copied with sources and boxed warning.");
    } catch {
      say(group, "The browser does not allow copying; use Word or PDF.", true);
    }
  }

  // The page is printed with this one answer on it.
  function print(group) {
    const article = group.closest("article");
    document.body.classList.add("printing");
    article.classList.add("printed");
    window.print();
    article.classList.remove("printed");
    document.body.classList.remove("printing");
  }

  const told = {
    up: "Thank you. Noted.",
    down: "Thank you. Medical information will look at it.",
    escalate: "Sent to medical information.",
    report: "Sent to drug safety, with your words as you wrote them.",
  };

  async function act(group, name, form) {
    const id = group.dataset.exchange;
    const words = form ? form.elements.words.value : "";
    const path = `/api/answers/${encodeURIComponent(id)}`;
    const pressed = form ? form.querySelector("[type=submit]") : null;
    if (pressed) pressed.disabled = true;
    try {
      if (name === "escalate") await send("POST", `${path}/escalate`, { words });
      else if (name === "report")
        await send("POST", "/api/reports", { words, contact: form.elements.contact.value });
      else {
        const reasons = form
          ? [...form.querySelectorAll("[name=reason]:checked")].map((box) => box.value)
          : [];
        await send("POST", `${path}/feedback`, { thumb: name, reasons, words });
        group.querySelector("[data-act=up]").setAttribute("aria-pressed", String(name === "up"));
      }
      if (form) {
        close(group);
        forget(form);
        form.reset();
      }
      say(group, told[name]);
    } catch (error) {
      say(group, error.message, true);
    } finally {
      if (pressed) pressed.disabled = false;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".actions button[data-act]");
    if (!button) return;
    const group = button.closest(".actions");
    const name = button.dataset.act;
    if (name === "copy") copy(group);
    else if (name === "print") print(group);
    else if (name === "up") act(group, "up", null);
    else if (name === "cancel") {
      const opener = group.querySelector('[aria-expanded="true"]');
      forget(button.closest("form"));
      close(group);
      opener?.focus();
    } else toggle(group, button);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".actions form[data-act]");
    if (!form) return;
    event.preventDefault();
    act(form.closest(".actions"), form.dataset.act, form);
  });

  // Earlier conversations

  const when = (iso) => new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

  function link(words, href) {
    const made = document.createElement("a");
    made.textContent = words;
    made.href = href;
    return made;
  }

  function entry(found, list) {
    const item = document.createElement("li");
    item.questions = found.questions || [];
    const title = link(found.title || "(no words)", `/?conversation=${encodeURIComponent(found.id)}`);
    title.className = "title";
    const about = document.createElement("span");
    about.className = "origin";
    const count = `${found.turns} question${found.turns > 1 ? "s" : ""}`;
    about.textContent = `${when(found.last_at)}, ${count}`;
    const asked = document.createElement("span");
    asked.className = "origin asked-too";
    const saved = link("Save", `/api/conversations/${encodeURIComponent(found.id)}/export?form=markdown`);
    saved.download = "";
    const gone = document.createElement("button");
    gone.type = "button";
    gone.textContent = "Delete";
    gone.addEventListener("click", async () => {
      if (gone.textContent === "Delete") {
        gone.textContent = "Really delete?";
        return;
      }
      try {
        await send("DELETE", `/api/conversations/${encodeURIComponent(found.id)}`);
        item.remove();
        list.closest(".earlier").querySelector(".done").textContent = "Deleted from your list; the records are kept.";
      } catch (error) {
        list.closest(".earlier").querySelector(".done").textContent = error.message;
      }
    });
    item.append(title, about, asked, saved, gone);
    return item;
  }

  const PAGE = 200;

  async function show(panel, page = 1) {
    const list = panel.querySelector("ul");
    const line = panel.querySelector(".done");
    if (page === 1) list.replaceChildren();
    list.querySelector(".older")?.remove();
    line.textContent = "Loading…";
    try {
      const { conversations } = await send("GET", `/api/conversations?size=${PAGE}&page=${page}`);
      list.append(...conversations.map((found) => entry(found, list)));
      if (conversations.length === PAGE) list.append(older(panel, page + 1));
      narrow(panel);
    } catch (error) {
      line.textContent = error.message;
    }
  }

  function older(panel, page) {
    const item = document.createElement("li");
    item.className = "older";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Older conversations";
    button.addEventListener("click", () => show(panel, page));
    item.append(button);
    return item;
  }

  // A conversation is found by any of its questions; one that is not its title is shown.
  function narrow(panel) {
    const box = panel.querySelector("input[type=search]");
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (words) => wanted.every((word) => words.toLowerCase().includes(word));
    let left = 0;
    for (const item of panel.querySelectorAll("li:not(.older)")) {
      const shown = `${item.querySelector(".title").textContent} ${item.querySelector(".origin").textContent}`;
      const asked = wanted.length && !has(shown) ? item.questions.find(has) : "";
      item.querySelector(".asked-too").textContent = asked ? `“${asked.slice(0, 200)}”` : "";
      item.hidden = asked === undefined;
      left += item.hidden ? 0 : 1;
    }
    const none = panel.querySelector("li") ? "" : "Nothing yet.";
    panel.querySelector(".done").textContent = wanted.length ? `${left} found.` : none;
  }

  document.addEventListener(
    "toggle",
    (event) => {
      const panel = event.target;
      if (panel.classList?.contains("earlier") && event.newState === "open") show(panel);
    },
    true,
  );

  document.addEventListener("input", (event) => {
    if (event.target.matches(".earlier input[type=search]")) narrow(event.target.closest(".earlier"));
  });

  // Gradio asks for the scheme of the colours when it is loaded; people change it later, too.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    document.body.classList.toggle("dark", event.matches);
  });
})();
