/* Names that parties are made of. All combinations are invented. */

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

export const FIRST_NAMES = list(`
  Anne Bjørn Camilla Dagfinn Eli Fredrik Gunhild Halvor Ida Jørgen Kristin Lars Marit Nils Oda Petter Ragnhild Sindre
  Turid Ulrik Vigdis Øystein Åse Amina Bashir Chidi Daria Elif Farah Goran Hibo Ivan Jasmin Kamal Linh Mateusz Nadia
  Olena Priya Rashid Sofia Tomasz Yusuf Zara Aksel Borghild Eirik Frida Gaute Hedda Isak Johanne Kjersti Leif`);

export const LAST_NAMES = list(`
  Fjelltun Granli Havnevik Isdal Kvernmo Lauvås Myrvoll Nesvik Oksdal Rognlien Seterhaug Torvmyr Ulvdal Vassbotn
  Ytrebø Øyjordet Åsland Bergtun Dalsvoll Eikeland-Prøve Furuset-Test Gjerdemo Hestvik Jordvoll Krokvik Lillemo Moldhaug
  Nordtun Rypdal Steinmo Tjernli Utvik Vårdal Brattås Elvetun Fossmo Heggelia Kleppvik Lyngmo Rundhaug Skogvoll Tuvmo`);

export const PLACES = list(`
  Nordvik Sørdal Prøvenes Testefjord Fiktå Oppdiktet Liksom Tenkt Storeøy Innbildal Skinnvik Liksomdal Modellby
  Mønstervik Eksempelsund Kulissenes`);

export const STREETS = list(`
  Prøveveien Testbakken Eksempelgata Mønsterstien Kulisseveien Skisseveien Utkastet Kladdegata Malveien Tenkeveien
  Fantasiveien Modellgata Leikevegen Dikterveien Påfunnsvegen`);

export const TRADES = list(`
  Bygg Elektro Regn Kafé Frisør Tømrer Bakeri Havbruk Transport Rør Maler Design Data Hage Renhold Verksted Trykkeri
  Glass Mekaniske Fisk Seilmaker Optikk Smie Kunst Reklame Eiendom Møbel Blikk Anlegg Dykk`);

export const VESSELS = list(`
  Prøvebåten Skisseskjær Testefjord Havfantasi Kladdeholm Liksomfjell Modellina Tenkesund Mønstra Utkasta`);

/** Organisation forms of clients and other businesses, with how common each is. */
export const FORMS: readonly (readonly [variant: string, suffix: string, weight: number])[] = [
  ["AS", " AS", 70],
  ["ENK", "", 18],
  ["DA", " DA", 3],
  ["ANS", " ANS", 3],
  ["NUF", " NUF", 3],
  ["SA", " SA", 3],
];
