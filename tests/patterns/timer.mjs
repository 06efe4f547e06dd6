// Times expressions and functions of the scripts: a question a line, an answer a line.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const Native = RegExp;
const load = (script) => import(pathToFileURL(script));

async function answer(question) {
  if (question.made) return made(question.made);
  if (question.functions) return functions(await load(question.functions));
  const read = question.name
    ? (await load(question.script))[question.name]
    : reader(new Native(question.source, question.flags));
  const before = process.cpuUsage();
  try {
    read(question.text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it takes something else than a text
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function made(script) {
  const found = [];
  globalThis.RegExp = function (source, flags) {
    found.push([source, flags ?? ""]);
    return new Native(source, flags);
  };
  await load(script);
  globalThis.RegExp = Native;
  return found;
}

function functions(module) {
  const named = Object.entries(module);
  return named.filter(([, each]) => typeof each === "function" && each.length === 1).map(([name]) => name);
}

function reader(expression) {
  return expression.global
    ? (text) => text.replace(expression, "")
    : (text) => expression.exec(text);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
