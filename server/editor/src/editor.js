// The editor: CodeMirror in a shadow root, where its styles are sheets that no policy refuses.

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentService, indentUnit } from "@codemirror/language";
import { diagnosticCount, lintGutter, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

import { placeOf } from "./place.js";
import { theme } from "./theme.js";

const INDENT = "  ";

export class Editor {
  #view;

  /** Mount an editor in an element; `source` proposes completions, Ctrl+Enter calls `run`. */
  constructor(host, { text, label, source, run, phrases }) {
    const root = host.attachShadow({ mode: "open" });
    const state = EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Mod-Enter", run },
            { key: "Ctrl-Enter", run },
          ]),
        ),
        EditorState.phrases.of(phrases),
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
          if (update.docChanged && diagnosticCount(update.state))
            queueMicrotask(() => this.#show([]));
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
    return this.#view.state.doc.toString();
  }

  set text(text) {
    if (text !== this.text) {
      this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    }
  }

  focus() {
    this.#view.focus();
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
    queueMicrotask(() =>
      this.#show([{ from, to: Math.max(from, to), severity: "error", message }]),
    );
  }

  #show(diagnostics) {
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }
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
