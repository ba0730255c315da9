// The buttons under an answer, the list of earlier conversations, and what is done when the
// connection or the session is lost. Everything goes to the HTTP interface of this server; what
// comes back is put in as text, never as markup.
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

  const say = (group, words) => {
    const line = group.querySelector(".done");
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
      say(group, "The browser does not allow copying; use Word or PDF.");
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
      say(group, error.message);
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
    const title = link(found.title || "(no words)", `/?conversation=${encodeURIComponent(found.id)}`);
    title.className = "title";
    const about = document.createElement("span");
    about.className = "origin";
    const count = `${found.turns} question${found.turns > 1 ? "s" : ""}`;
    about.textContent = `${when(found.last_at)}, ${count}`;
    const saved = link("Save", `/api/conversations/${encodeURIComponent(found.id)}/export?form=markdown`);
    saved.download = "";
    const gone = document.createElement("button");
    gone.type = "button";
    gone.textContent = "Delete";
    gone.addEventListener("click", async () => {
      if (gone.textContent === "Delete") {
        gone.textContent = "Delete for good?";
        return;
      }
      try {
        await send("DELETE", `/api/conversations/${encodeURIComponent(found.id)}`);
        item.remove();
        list.closest(".earlier").querySelector(".done").textContent = "Deleted from your list.";
      } catch (error) {
        list.closest(".earlier").querySelector(".done").textContent = error.message;
      }
    });
    item.append(title, about, saved, gone);
    return item;
  }

  async function show(panel) {
    const list = panel.querySelector("ul");
    const line = panel.querySelector(".done");
    list.replaceChildren();
    line.textContent = "Loading…";
    try {
      const { conversations } = await send("GET", "/api/conversations?size=200");
      list.replaceChildren(...conversations.map((found) => entry(found, list)));
      line.textContent = conversations.length ? "" : "Nothing yet.";
    } catch (error) {
      line.textContent = error.message;
    }
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
    const box = event.target.closest(".earlier input[type=search]");
    if (!box) return;
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of box.closest(".earlier").querySelectorAll("li")) {
      const words = item.textContent.toLowerCase();
      item.hidden = !wanted.every((word) => words.includes(word));
      left += item.hidden ? 0 : 1;
    }
    box.closest(".earlier").querySelector(".done").textContent = `${left} found.`;
  });

  // A session that has ended. Gradio asks by itself and would only say that something went wrong;
  // what was typed stays in its box.

  const plainFetch = window.fetch;
  window.fetch = async (...given) => {
    const answer = await plainFetch(...given);
    const path = new URL(answer.url || location.href, location.href).pathname;
    if (path.startsWith("/gradio_api/")) trouble(answer.status === 401);
    return answer;
  };

  function trouble(ended) {
    let line = document.querySelector(".trouble");
    if (!ended) {
      if (line) line.replaceChildren();
      return;
    }
    if (!line) {
      line = document.createElement("p");
      line.className = "trouble";
      line.setAttribute("role", "alert");
      document.querySelector("#composer")?.prepend(line);
    }
    const way = link("Sign in in another tab", "/sign-in");
    way.target = "_blank";
    line.replaceChildren(
      "Your session has ended. What you typed is still here. ",
      way,
      ", then ask again.",
    );
  }

  // What is typed and not sent is put back into its field: each answer draws the conversation anew,
  // and when a lost server can be reached again Gradio loads the whole page anew. For that moment
  // alone the browser keeps it.

  const KEPT = "typed";
  const FIELDS = "#question textarea, .actions :is(textarea, input[id])";
  const nameOf = (field) => field.id || "question";
  const typed = new Map();

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches(FIELDS)) typed.set(nameOf(field), field.value);
  });

  function forget(form) {
    for (const field of form.querySelectorAll("textarea, input[id]")) typed.delete(nameOf(field));
  }

  function putBack(fields) {
    for (const field of fields) {
      const words = typed.get(nameOf(field));
      if (!words) continue;
      if (!field.value) {
        field.value = words;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const form = field.closest("form");
      if (form?.hidden) {
        form.hidden = false;
        const opener = form.parentElement.querySelector(`[aria-controls="${form.id}"]`);
        opener.setAttribute("aria-expanded", "true");
      }
    }
  }

  new MutationObserver((changes) => {
    if (typed.size && changes.some((change) => change.target.closest?.("#conversation")))
      putBack(document.querySelectorAll(".actions :is(textarea, input[id])"));
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.addEventListener("pagehide", () => {
    const left = [...document.querySelectorAll(FIELDS)].filter((field) => field.value.trim());
    const words = left.map((field) => [nameOf(field), field.value]);
    if (words.length) sessionStorage.setItem(KEPT, JSON.stringify(words));
  });

  for (const [name, words] of JSON.parse(sessionStorage.getItem(KEPT) || "[]"))
    typed.set(name, words);
  sessionStorage.removeItem(KEPT);
  if (typed.size) {
    // The page draws itself after it was loaded, and empties its fields in doing so.
    const again = setInterval(() => putBack(document.querySelectorAll(FIELDS)), 200);
    setTimeout(clearInterval, 4000, again);
    document.addEventListener("keydown", () => clearInterval(again), { once: true });
  }
})();
