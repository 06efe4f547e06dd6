// How the editor looks. The colours are the page's own, which cross into the shadow root: a name of
// the graph carries the colour of nodes, and nothing else does.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const base = EditorView.theme({
  "&": {
    border: "1px solid var(--quiet)",
    borderRadius: "4px",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
  },
  "&.cm-focused": { outline: "3px solid var(--node)", outlineOffset: "3px" },
  ".cm-scroller": {
    font: "0.9rem/1.5 var(--mono)",
    minHeight: "15rem",
    maxHeight: "70vh",
    overflow: "auto",
  },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 0.7rem 0 0.4rem" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--quiet)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.3rem 0 0.5rem" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.25rem 0 0 0.25rem" },
  ".cm-lint-marker": { width: "0.7rem", height: "0.7rem" },
  ".cm-lint-marker-error": {
    content: "normal",
    backgroundColor: "var(--ink)",
    clipPath: "polygon(50% 0, 100% 100%, 0 100%)",
  },
  ".cm-lint-marker-warning": {
    content: "normal",
    backgroundColor: "var(--quiet)",
    borderRadius: "50%",
    transform: "scale(0.7)",
  },
  ".cm-lintRange-error, .cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--ink)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "0.2em",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--quiet)",
  },
  "&.cm-focused .cm-nonmatchingBracket": {
    backgroundColor: "transparent",
    outline: "1px dashed var(--ink)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    font: "0.85rem/1.4 var(--mono)",
    maxHeight: "16rem",
    maxWidth: "min(38rem, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "0.15rem 0.6rem",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ink)",
    color: "var(--paper)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    borderBottom: "0",
    font: "0.8rem var(--sans)",
    opacity: "1",
    color: "var(--quiet)",
  },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", color: "var(--quiet)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  "@media (forced-colors: active)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
      outline: "2px solid Highlight",
      outlineOffset: "-2px",
    },
    ".cm-lint-marker, .cm-diagnostic button, li[aria-selected]": { forcedColorAdjust: "none" },
  },
  "@media (max-width: 40rem)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
  ".cm-tooltip.cm-completionInfo": {
    padding: "0.4rem 0.6rem",
    font: "0.85rem/1.4 var(--sans)",
    maxWidth: "20rem",
  },
  ".cm-lintRange-warning": { textDecorationStyle: "dotted", textDecorationThickness: "2px" },
  ".cm-diagnostic button": {
    display: "block",
    margin: "0.4rem 0 0",
    padding: "0.2rem 0.6rem",
    font: "inherit",
    color: "var(--paper)",
    backgroundColor: "var(--ink)",
    border: "1px solid var(--ink)",
    borderRadius: "4px",
    cursor: "pointer",
  },
  ".cm-diagnostic": {
    font: "0.85rem/1.4 var(--sans)",
    padding: "0.4rem 0.6rem",
    borderLeft: "3px solid var(--ink)",
  },
});

const highlight = HighlightStyle.define([
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--node)" },
  { tag: tags.keyword, fontWeight: "700" },
  { tag: [tags.string, tags.annotation], color: "var(--quiet)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

export const theme = [base, syntaxHighlighting(highlight)];
