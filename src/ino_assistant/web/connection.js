// What goes on between the page and its server: a session that has ended, a server that can't be
// reached, what was typed in the meantime, and whether documents or index have changed.
(() => {
  "use strict";
  const LOOK_MS = 10_000;
  const KEPT = "typed";
  const FIELDS = "#question textarea, .actions :is(textarea, input[id])";
  const plainFetch = window.fetch;
  const box = () => document.querySelector("#question textarea");
  const ask = () => document.querySelector("#ask");

  // One line above the question: what is wrong, and what can be done about it.

  let wrong = "";
  let shown = [];

  function tell(kind, ...said) {
    wrong = kind;
    shown = said;
    draw();
  }

  function draw() {
    let line = document.querySelector(".trouble");
    if (!line) {
      if (!wrong) return;
      const composer = document.querySelector("#composer");
      // The page draws itself after it was loaded.
      if (!composer) return void setTimeout(draw, 200);
      line = document.createElement("p");
      line.className = "trouble";
      line.setAttribute("role", "alert");
      composer.prepend(line);
    }
    line.replaceChildren(...shown);
  }

  function ended() {
    const way = document.createElement("a");
    way.textContent = "Sign in in another tab";
    way.href = "/sign-in";
    way.target = "_blank";
    tell("ended", "Your session has ended. What you typed is still here. ", way, ", then ask again.");
  }

  // A server that can't be reached. Gradio notices only when it sends something, says so in a
  // corner, and loads the page anew once the server answers; until then nothing can be asked.

  let stuck = false;
  let again = false;
  const unreachable = () => ["lost", "offered", "waiting"].includes(wrong);

  function lost() {
    const words = "The server can't be reached. It is tried again every few seconds";
    const typed = box()?.value.trim() || sent;
    const state = typed ? (again ? "waiting" : "offered") : "lost";
    if (wrong === state) return;
    if (state === "lost") tell(state, `${words}.`);
    else if (again) tell(state, `${words}; your question is sent as soon as it answers.`);
    else tell(state, `${words}; what you typed is kept. `, button("Send again", sendAgain));
  }

  function button(words, pressed) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", pressed);
    return made;
  }

  function sendAgain() {
    again = true;
    look();
  }

  function found() {
    if (unreachable()) tell("");
    if (stuck) location.reload();
    else if (again) {
      again = false;
      ask()?.click();
    }
  }

  window.fetch = async (...given) => {
    const url = given[0]?.url || String(given[0]);
    const ours = new URL(url, location.href).pathname.startsWith("/gradio_api/");
    try {
      const answer = await plainFetch(...given);
      if (ours && answer.status === 401) ended();
      else if (ours && wrong === "ended") tell("");
      return answer;
    } catch (error) {
      if (ours && error.name === "TypeError" && !leaving) lost();
      throw error;
    }
  };

  function hideToast(added) {
    const toast = added.parentElement?.querySelector("[data-testid=toast-body]");
    if (!toast || !/connection/i.test(toast.textContent)) return;
    document.documentElement.classList.add("unreachable");
    stuck = true;
    lost();
  }

  // Whether documents or index have changed: what is drawn of them is asked for only if so.

  let known = null;

  async function look() {
    try {
      const answer = await plainFetch("/health", { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.text();
      if (known !== null && known !== state) document.dispatchEvent(new Event("ino:changed"));
      known = state;
      found();
    } catch {
      if (!leaving) lost();
    }
  }

  // What is typed and not answered is put back into its field: each answer draws the conversation
  // anew, and after a lost connection the whole page is loaded anew. For that moment alone the
  // browser keeps it.

  const nameOf = (field) => field.id || "question";
  const typed = new Map();
  const newest = () => document.querySelector("#conversation article:last-child")?.id || "";
  let sent = "";
  let beforeIt = "";
  let leaving = false;

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches(FIELDS)) typed.set(nameOf(field), field.value);
    if (unreachable()) lost();
  });

  document.addEventListener("ino:forget", (event) => {
    for (const field of event.target.querySelectorAll("textarea, input[id]"))
      typed.delete(nameOf(field));
  });

  const note = (words) => {
    if (wrong === "back") tell("");
    if (ask()?.disabled !== false) return;
    sent = words.trim();
    beforeIt = newest();
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && !event.shiftKey && event.target === box()) note(box().value);
    },
    true,
  );
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest("#ask")) note(box()?.value || "");
      const offered = event.target.closest("button.ask-this");
      if (offered) note(offered.textContent);
      if (event.target.closest("#stop, #new")) sent = "";
    },
    true,
  );

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
    for (const change of changes) change.addedNodes.forEach(hideToast);
    if (!changes.some((change) => change.target.closest?.("#conversation"))) return;
    if (sent && newest() !== beforeIt && newest() !== "latest") sent = "";
    if (typed.size) putBack(document.querySelectorAll(".actions :is(textarea, input[id])"));
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.addEventListener("pagehide", () => {
    leaving = true;
    const left = [...document.querySelectorAll(FIELDS)].filter((field) => field.value.trim());
    const words = new Map(left.map((field) => [nameOf(field), field.value]));
    if (stuck && sent && !words.has("question")) words.set("question", sent);
    if (words.size) {
      const kept = { words: [...words], sent: stuck ? sent : "", again };
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
    }
  });

  // After the page was loaded anew.

  const before = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);

  let opened = false;
  document.addEventListener("ino:opened", () => (opened = true));

  function last() {
    const asked = [...document.querySelectorAll("article .asked p")].pop();
    return asked ? asked.textContent.split("… (")[0] : "";
  }

  function resume(timer) {
    // What is asked sooner is asked outside of the conversation that is being opened.
    if (!opened || !box()) return;
    putBack(document.querySelectorAll(FIELDS));
    if (!before.sent || ask()?.disabled !== false) return;
    clearInterval(timer);
    if (last() && before.sent.startsWith(last())) {
      // The server had answered it; the answer is there.
      typed.delete("question");
      box().value = "";
      box().dispatchEvent(new Event("input", { bubbles: true }));
    } else if (before.again) ask().click();
    else tell("back", "The server can be reached again. Your question was not answered: ask again.");
  }

  if (before) {
    for (const [name, words] of before.words) typed.set(name, words);
    // The page draws itself after it was loaded, and empties its fields in doing so.
    const timer = setInterval(() => resume(timer), 200);
    setTimeout(clearInterval, before.sent ? 30_000 : 4000, timer);
    document.addEventListener("keydown", () => clearInterval(timer), { once: true });
  }

  setInterval(() => document.hidden || look(), LOOK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  look();
})();
