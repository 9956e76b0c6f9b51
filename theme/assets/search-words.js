// Words as the search compares them, the same as generator/site/words.py; and which words are nearly the same.

const LONGEST = 40; // letters of a word
const LETTERS = { đ: "d", ð: "d", ł: "l", ø: "o", æ: "ae", œ: "oe", ß: "ss", þ: "th", ı: "i" };
const WORD = /[\p{L}\p{N}]+/gu;

/** A word or text in small letters as it is compared: without marks, in the letters of a plain keyboard. */
export function plain(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/[đðłøæœßþı]/g, (letter) => LETTERS[letter]);
}

/** The words of a text, in their order. */
export function words(text) {
  return placed(text).map(({ word }) => word);
}

/** The words of a text with the place in it where each begins and ends. */
export function placed(text) {
  const found = [];
  const whole = text.normalize("NFC").toLowerCase();
  // Letters that change their length when they become small ones would move all places: then the text is taken as it is.
  const same = whole.length === text.length ? whole : text;
  for (const match of same.matchAll(WORD)) {
    const word = plain(match[0]);
    found.push({ word: word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const APART = "(ab|an|auf|aus|bei|dar|ein|fest|frei|her|hin|mit|nach|statt|teil|um|vor|weg|zu|zuruck|zusammen)?"; // from their verb
const PARTICIPLE = new RegExp(`^${APART}ge(?=\\w{4})`);
const VERB = new RegExp(`^${APART}`);

/** A plain word without the `ge` of a participle (`geraumt`, `eingerichtet`), or of what may be one. */
export const bare = (word) => (word.length > 5 ? word.replace(PARTICIPLE, "$1") : word);

/** The same with it. */
export const participle = (word) => word.replace(VERB, "$1ge");

/**
 * The stem of a plain word: CISTEM without its case rules (Weissweiler and Fraser, "Developing a Stemmer for German",
 * 2017), which leaves short words, as Vietnamese ones are, nearly alone and takes the endings of English ones, too.
 */
export function stem(word) {
  let found = bare(word);
  found = found.replace(/(?:innen|in)$/, (ending) => (found.length - ending.length >= 5 ? "" : ending));
  const shortest = word.length > 5 ? 4 : 3;
  while (found.length > shortest) {
    const shorter = found.length > 5 ? found.replace(/(?:em|er|nd)$/, "") : found;
    if (shorter !== found) found = shorter;
    else if (/[tesn]$/.test(found)) found = found.slice(0, -1);
    else break;
  }
  return found;
}

/** A plain word without the ending of its case or number, the same whatever stands before it: see words.py. */
export function trunk(word) {
  const shorter = word.replace(/(?:ern|en|er|es|em|e|n|s)$/, "");
  return shorter.length >= 4 ? shorter : word;
}

/** Other ways to write a plain word: what people without umlauts on their keyboard type. */
export function respelled(word) {
  const found = word.replace(/([aou])e/g, "$1");
  return found === word || found.length < 3 ? [] : [found];
}

/** How many slips of the keyboard part two words (a letter more, less, other, or two swapped); `most` + 1 for more. */
export function slips(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length];
}

/** How many slips are believed in a word of some length. */
export const believed = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

const FREQUENT = new Set(plain(
  "der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei mit nach von vom zu zum zur "
  + "fur uber unter durch gegen um ist sind war waren wird werden wurde wurden hat haben hatte hatten kann konnen soll sollen sollte muss "
  + "er sie es ich wir man sich ihr sein seine nicht auch noch nur schon so wie als dass ob denn doch dann da dort hier "
  + "bis seit wahrend wegen ohne statt trotz damit dafur dazu daran davon dabei darum deshalb mein dein unser euer ihm ihn uns euch mich dich mir dir "
  + "jeder jede jedes dieser diese dieses durfen sollen mussen worden geworden gewesen "
  + "wer was wann wo warum wieso weshalb wem wen wessen womit wozu wofur woher wohin woruber welche welcher welches welchem welchen gab gibt geht ging macht gemacht getan sagt sagte gesagt "
  + "the a an and or but of to at on for by with from is are was were be been has have had do does did who what when where why "
  + "which how about that this it not said say whom whose can could will would should may must then there their they them we you your our his her its if because "
  + "va cua la cho cac nhung mot trong voi ve duoc khong thi nao gi ai khi "
  + "viele viel lange bekommt bekommen kommt bleibt will wollen darf durfen kein keine keinen geschieht geschehen passiert many much long far "
  + "alle alles ihre ihren seiner seinen gesprochen sprach spricht geredet geaussert etwas jemand mehr sehr").split(" "));

/** Whether a plain word is so frequent that it may be missing where others are asked for as well. */
export const isFrequent = (word) => FREQUENT.has(word);
