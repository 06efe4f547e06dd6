// The editor: CodeMirror in a shadow root, where its styles are sheets that no policy refuses.

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentService, indentUnit } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

import { placesOf } from "./names.js";
import { placeOf } from "./place.js";
import { theme } from "./theme.js";

const INDENT = "  ";

export class Editor {
  #view;
  #unknown = [];

  /**
   * Mount an editor in an element; `source` proposes completions, Ctrl+Enter calls `run`, and
   * `changed` is called each time that the text is another.
   */
  constructor(host, { text, label, source, run, changed, phrases }) {
    const root = host.attachShadow({ mode: "open" });
    const state = EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Mod-Enter", run },
            { key: "Ctrl-Enter", run },
            { key: "Alt-Enter", run: takeProposal },
          ]),
        ),
        EditorState.phrases.of(phrases),
        EditorState.lineSeparator.of("\n"), // any other end of line is kept as it is
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        replacement,
        language,
        theme,
        lineNumbers(),
        lintGutter(),
        history(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        autocompletion({ override: [source], icons: false, activateOnTypingDelay: 150 }),
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (update.docChanged || update.selectionSet || update.focusChanged) {
            queueMicrotask(() => this.#underline(update.docChanged));
          }
          if (update.docChanged) changed();
        }),
        keymap.of([
          { key: "F8", run: nextDiagnostic },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
      ],
    });
    this.#view = new EditorView({ state, root, parent: root });
  }

  get text() {
    return this.#view.state.sliceDoc();
  }

  set text(text) {
    if (text !== this.text) {
      this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    }
  }

  focus() {
    this.#view.focus();
  }

  /** Write something into the text. */
  insert(change) {
    this.#view.dispatch({ changes: change, userEvent: "input" });
  }

  /** Underline names that are unknown, as `{written, replacement, message, action}`. */
  tell(unknown) {
    this.#unknown = unknown;
    this.#underline(false);
  }

  /** Show what is to be underlined, if that is not what is: to show it again closes its notes. */
  #underline(changed) {
    const told = diagnosticsOf(this.#view.state);
    const faults = changed ? [] : told.filter(({ severity }) => severity === "error");
    const wanted = [...faults, ...this.#warnings()];
    if (placesTold(wanted) !== placesTold(told)) this.#show(wanted);
  }

  /** Return what is said of the unknown names, but of one that is still being written. */
  #warnings() {
    const { head, empty } = this.#view.state.selection.main;
    const places = this.#unknown.flatMap((each) =>
      placesOf(each.written, this.text).map((place) => ({ ...place, ...each })),
    );
    return places
      .filter(({ to }) => to !== head || !empty || !this.#view.hasFocus)
      .sort((one, other) => one.from - other.from)
      .map(({ from, to, replacement, message, action }) => ({
        from,
        to,
        severity: "warning",
        message,
        replacement,
        renderMessage: (view) => noteOf(view, message, replacement && action),
      }));
  }

  /** Mark a place, its line and column from 1 and in characters, as faulty. */
  mark(line, column, message) {
    const { doc } = this.#view.state;
    const found = doc.line(Math.max(1, Math.min(line, doc.lines)));
    const before = [...found.text].slice(0, column - 1).join("");
    const rest = found.text.slice(before.length);
    const token = /^[^\s\p{L}\p{N}]?[\p{L}\p{N}_:.-]*/u.exec(rest)[0];
    const from = found.from + before.length - (token ? 0 : Number(before.length > 0));
    const to = Math.min(from + (token.length || 1), found.to);
    const fault = { from, to: Math.max(from, to), severity: "error", message };
    queueMicrotask(() => this.#show([fault, ...this.#warnings()]));
  }

  #show(diagnostics) {
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }
}

/** Take what is proposed for the name that the cursor is in, if something is. */
function takeProposal(view) {
  const { head } = view.state.selection.main;
  const found = diagnosticsOf(view.state).find(
    ({ from, to, replacement }) => from <= head && head <= to && replacement,
  );
  if (!found) return false;
  const { from, to, replacement: insert } = found;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input.complete",
  });
  return true;
}

/** Return what is said of an unknown name, with a button for what is proposed, if something is. */
function noteOf(view, message, action) {
  const note = document.createElement("div");
  note.textContent = message;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.addEventListener("click", () => {
      takeProposal(view);
      view.focus();
    });
    note.append(button);
  }
  return note;
}

/** Return what is underlined, where it stands now. */
function diagnosticsOf(state) {
  const found = [];
  forEachDiagnostic(state, (each, from, to) => found.push({ ...each, from, to }));
  return found;
}

function placesTold(diagnostics) {
  return diagnostics.map(({ from, to, message }) => `${from}-${to} ${message}`).sort().join("\n");
}

// A browser that puts a letter in the place of a selection keeps the style of what it removes, as
// an inline style, which the site's policy refuses aloud: the letter is put there here instead.
const replacement = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const text = event.data;
    const { from, to } = selected(view);
    if (event.inputType !== "insertText" || !text || event.isComposing || from === to) return false;
    const change = {
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
    };
    const insert = () =>
      view.state.update({ ...change, userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});

/** Return what is selected, which the browser may know before the editor does. */
function selected(view) {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = view.root.getSelection?.() ?? {};
  if (!view.contentDOM.contains(anchorNode ?? null) || !view.contentDOM.contains(focusNode)) {
    return view.state.selection.main;
  }
  const ends = [view.posAtDOM(anchorNode, anchorOffset), view.posAtDOM(focusNode, focusOffset)];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

// The grammar leaves prefixed names without a style.
const dialect = SparqlLanguage.configure({
  props: [styleTags({ "Pname_ln Pname_ns": tags.namespace })],
});
const language = [
  dialect,
  dialect.data.of({ commentTokens: { line: "#" }, indentOnInput: /^\s*\}$/ }),
  indentUnit.of(INDENT),
  indentService.of((context, position) => {
    const depth = placeOf(context.state.sliceDoc(0, position))?.depth;
    const closing = /^\s*\}/.test(context.textAfterPos(position)) ? 1 : 0;
    return depth === undefined ? null : Math.max(0, depth - closing) * INDENT.length;
  }),
];
