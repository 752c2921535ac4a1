#include "services/reporting/render/sample_document.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/reporting/document/blocks.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Chart;
using v1alpha::Document;
using v1alpha::Missing;
using v1alpha::Number;
using v1alpha::Section;
using v1alpha::Span;
using v1alpha::Status;
using v1alpha::Table;

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

Cell Share(int64_t numerator, int64_t denominator) {
  return ShareCell(MakeShare(numerator, denominator,
                             static_cast<int32_t>(*RoundPerMille(numerator, denominator))));
}

Number Decimal(int64_t unscaled, int digits, absl::string_view unit) {
  Number number;
  number.set_unscaled(unscaled);
  number.set_digits(digits);
  number.set_unit(std::string(unit));
  return number;
}

void AddSpan(absl::string_view text, google::protobuf::RepeatedPtrField<Span>& spans,
             Span::Mark mark = Span::MARK_UNSPECIFIED, absl::string_view language = "",
             absl::string_view link = "") {
  Span& span = *spans.Add();
  span.set_text(std::string(text));
  span.set_mark(mark);
  span.set_language(std::string(language));
  span.set_link(std::string(link));
}

void Describe(absl::string_view text, Chart& chart) {
  chart.set_alt_text(std::string(text));
  chart.set_long_description("Die Zahlen stehen in der Tabelle darunter.");
}

Section& NewSection(absl::string_view id, absl::string_view title, Document& document) {
  Section& section = *document.add_sections();
  section.set_section_id(std::string(id));
  section.set_title(std::string(title));
  return section;
}

void AddSummary(Document& document) {
  Section& section = NewSection("kurz", "Das Wichtigste in Kürze", document);
  auto& spans = *section.add_blocks()->mutable_paragraph()->mutable_spans();
  AddSpan("Die Stadt hat ", spans);
  AddSpan("14 Maßnahmen", spans, Span::MARK_STRONG);
  AddSpan(" begonnen; ", spans);
  AddSpan("vier", spans, Span::MARK_EMPHASIS);
  AddSpan(" sind abgeschlossen. Das Leitbild heißt „", spans);
  AddSpan("Diversity at work", spans, Span::MARK_UNSPECIFIED, "en");
  AddSpan("“ und steht auf ", spans);
  AddSpan("der Seite der Stadt", spans, Span::MARK_UNSPECIFIED, "",
          "https://stadt.example/leitbild");
  AddSpan(".", spans);
  v1alpha::TextList& list = *section.add_blocks()->mutable_list();
  AddSpan("Zwei Maßnahmen sind verzögert.", *list.add_items()->mutable_spans());
  AddSpan("Eine ist kritisch.", *list.add_items()->mutable_spans());
  v1alpha::TextList& steps = *section.add_blocks()->mutable_list();
  steps.set_numbered(true);
  AddSpan("Fragen an ", *steps.add_items()->mutable_spans());
  AddSpan("die Fachstelle", *steps.mutable_items(0)->mutable_spans(), Span::MARK_UNSPECIFIED, "",
          "mailto:fachstelle@stadt.example");
  AddParagraph("Der Dienst für Befragungen war nicht erreichbar.", section,
               v1alpha::Paragraph::KIND_WARNING);
  AddParagraph("Anteile sind kaufmännisch gerundet.", section, v1alpha::Paragraph::KIND_NOTE);
}

// Answers to statements, `n` in the last column; -1 is protected.
void AddAnswers(absl::string_view statement, const std::vector<int>& counts, Table& table) {
  int base = 0;
  for (const int count : counts) base += count < 0 ? 3 : count;
  v1alpha::Row& row = *table.add_rows();
  *row.add_cells() = TextCell(statement);
  for (const int count : counts)
    *row.add_cells() = count < 0 ? ProtectedCell() : Share(count, base);
  *row.add_cells() = IntegerCell(base);
}

void AddAgreement(Section& section) {
  Chart& chart = AddChart("zustimmung-bild", "Zustimmung der Beschäftigten zu fünf Aussagen",
                          "zustimmung", Chart::FORM_DIVERGING_BARS, {1, 2, 3, 4, 5}, section);
  chart.set_neutral(2);
  chart.set_base_column(6);
  Describe("Die meisten stimmen den ersten drei Aussagen zu.", chart);
  Table& table = AddTable("zustimmung", "Antwortverteilung",
                          {"Aussage", "stimme gar nicht zu", "stimme eher nicht zu", "teils/teils",
                           "stimme eher zu", "stimme voll zu", "n"},
                          section);
  AddAnswers("Vielfalt ist Aufgabe der ganzen Verwaltung", {16, 37, 66, 161, 132}, table);
  AddAnswers("Ich fühle mich im Umgang mit Vielfalt sicher", {20, 57, 106, 156, 70}, table);
  AddAnswers("Führungskräfte gehen mit Vorbild voran", {36, 76, 116, 121, 52}, table);
  AddAnswers("Sprachmittlung ist bei Bedarf schnell verfügbar", {70, 105, 81, 93, 39}, table);
  AddAnswers("Für Fortbildung ist genug Zeit vorhanden", {86, 119, 82, 86, -1}, table);
  table.add_notes("n ist die Zahl der Personen, auf die sich die Anteile beziehen.");
  table.add_sources(1);
}

// How often something happens: one pole, so no side of a line.
void AddFrequency(Section& survey) {
  Section& section = AddSection("kontakte", "Kontakte", survey);
  Chart& chart = AddChart("kontakte-bild", "Häufigkeit von Kontakten", "kontakte-tabelle",
                          Chart::FORM_STACKED_BARS, {1, 2, 3, 4}, section);
  chart.set_base_column(5);
  Describe("Gespräche sind häufiger als Schriftwechsel.", chart);
  Table& table = AddTable("kontakte-tabelle", "Häufigkeit",
                          {"Kontakt", "nie", "seltener", "wöchentlich", "täglich", "n"}, section);
  AddAnswers("Gespräche mit Menschen, die wenig Deutsch sprechen", {23, 64, 120, 195}, table);
  AddAnswers("Schriftwechsel", {201, 96, 58, -1}, table);
}

void AddSurvey(Document& document) {
  Section& section = NewSection("umfrage", "Befragung der Beschäftigten", document);
  AddAgreement(section);
  Section& bars = AddSection("haeufigkeit", "Häufigkeit", section);
  Chart& simple = AddChart("haeufigkeit-bild", "Anteile der Antworten", "haeufigkeit-tabelle",
                           Chart::FORM_BARS, {2}, bars);
  Describe("Am häufigsten wurde „täglich“ genannt.", simple);
  Table& counts = AddTable("haeufigkeit-tabelle", "Antwortverteilung (n = 402)",
                           {"Antwort", "Anzahl", "Anteil"}, bars);
  AddRow({TextCell("täglich"), IntegerCell(1187), Share(187, 402)}, counts);
  AddRow(
      {TextCell("mehrmals im Monat, aber nicht in jeder Woche"), IntegerCell(149), Share(149, 402)},
      counts);
  AddRow({TextCell("nie"), ProtectedCell(), ProtectedCell()}, counts);
  AddFrequency(section);
  Section& groups = AddSection("gruppen", "Nach Fachbereichen", section);
  Chart& grouped = AddChart("gruppen-bild", "Teilnahme an Fortbildungen", "gruppen-tabelle",
                            Chart::FORM_GROUPED_BARS, {1, 2, 3}, groups);
  Describe("Die Teilnahme steigt in allen Fachbereichen.", grouped);
  Table& years = AddTable("gruppen-tabelle", "Teilnahme an Fortbildungen",
                          {"Fachbereich", "2024", "2025", "2026"}, groups);
  AddRow({TextCell("Jugend und Soziales"), Share(30, 120), Share(48, 125), Share(70, 130)}, years);
  AddRow({TextCell("Bürgerservice"), Share(10, 80), Share(22, 81), Share(0, 79)}, years);
  AddRow({TextCell("Bauen"), ProtectedCell(), Share(9, 60), MissingCell(Missing::REASON_UNDEFINED)},
         years);
}

void AddMeasure(const char* number, const char* title, const char* lead,
                const google::type::Date& date, Status::Signal signal, const char* word,
                Table& table) {
  AddRow({TextCell(number), TextCell(title), TextCell(lead),
          date.year() == 0 ? MissingCell(Missing::REASON_NOT_APPLICABLE) : DateCell(date),
          StatusCell(signal, word)},
         table);
  v1alpha::Row& row = *table.mutable_rows(table.rows_size() - 1);
  row.set_resource(std::string("programmes/p/engagements/e/measures/") + (number + 2));
  row.set_revision(table.rows_size());
}

void AddMeasures(Document& document) {
  Section& section = NewSection("massnahmen", "Stand der Maßnahmen", document);
  section.set_scope(Section::SCOPE_CONTROLLING);
  AddParagraph("Der Umsetzungsstand wird mit Zeichen und Wort angegeben.", section);
  Describe("Vier Maßnahmen sind abgeschlossen, eine ist kritisch.",
           AddChart("stand-bild", "Maßnahmen nach Umsetzungsstand", "massnahmen-tabelle",
                    Chart::FORM_STATUS_OVERVIEW, {4}, section));
  Table& table = AddTable("massnahmen-tabelle", "Maßnahmen und Umsetzungsstand",
                          {"Nr.", "Maßnahme", "Federführung", "Termin", "Stand"}, section);
  const google::type::Date none;
  AddMeasure("M 1", "Leitbild „Offene Verwaltung“ beschließen", "Hauptamt", Day(2026, 3, 31),
             Status::SIGNAL_DONE, "abgeschlossen", table);
  AddMeasure("M 2", "Fortbildungsreihe für Führungskräfte", "Personalamt", Day(2026, 12, 31),
             Status::SIGNAL_ON_TRACK, "im Plan", table);
  AddMeasure("M 3", "Zentrale Stelle für Sprachmittlung", "Bürgerservice", Day(2026, 9, 30),
             Status::SIGNAL_AT_RISK, "verzögert", table);
  AddMeasure("M 4", "Mehrsprachige Bescheiderläuterungen", "Sozialamt", Day(2026, 12, 31),
             Status::SIGNAL_ON_TRACK, "im Plan", table);
  AddMeasure("M 5", "Anonymisiertes Bewerbungsverfahren (Pilot)", "Personalamt", Day(2026, 6, 30),
             Status::SIGNAL_CRITICAL, "kritisch", table);
  AddMeasure("M 6", "Ansprechperson Antidiskriminierung", "Hauptamt", Day(2026, 3, 31),
             Status::SIGNAL_PARTLY_DONE, "teilweise umgesetzt", table);
  AddMeasure("M 7", "Dialogforum mit Migrantenorganisationen", "Integrationsrat", none,
             Status::SIGNAL_NOT_BEGUN, "nicht begonnen", table);
  AddMeasure("M 10", "Ausbildungsmarketing", "Personalamt", none, Status::SIGNAL_DISCONTINUED,
             "aufgegeben", table);
  Section& phases = AddSection("phasen", "Phasen", section);
  Describe("Zwei Phasen laufen.", AddChart("phasen-bild", "Phasenplan", "phasen-tabelle",
                                           Chart::FORM_TIMELINE, {1, 2, 3, 4}, phases));
  Table& plan = AddTable("phasen-tabelle", "Phasen der Begleitung",
                         {"Phase", "Beginn", "Ende", "Erledigt", "Stand"}, phases);
  AddRow(
      {TextCell("Auftakt und Vereinbarung"), DateCell(Day(2026, 1, 12)), DateCell(Day(2026, 3, 31)),
       Share(4, 4), StatusCell(Status::SIGNAL_DONE, "abgeschlossen")},
      plan);
  AddRow({TextCell("Bestandsaufnahme"), DateCell(Day(2026, 4, 1)), DateCell(Day(2026, 12, 18)),
          Share(3, 5), StatusCell(Status::SIGNAL_ON_TRACK, "in Arbeit")},
         plan);
  AddRow(
      {TextCell("Ziele"), DateCell(Day(2026, 10, 1)), DateCell(Day(2027, 3, 31)),
       MissingCell(Missing::REASON_NOT_COLLECTED), StatusCell(Status::SIGNAL_NOT_BEGUN, "geplant")},
      plan);
  AddRow({TextCell("Umsetzung"), MissingCell(Missing::REASON_NOT_APPLICABLE),
          MissingCell(Missing::REASON_NOT_APPLICABLE), Share(0, 3),
          StatusCell(Status::SIGNAL_NOT_BEGUN, "geplant")},
         plan);
}

void AddIndicator(Section& section) {
  v1alpha::IndicatorCard& card = *section.add_blocks()->mutable_indicator();
  card.set_title("Beratungen mit Sprachmittlung");
  card.set_definition("Gespräche im Bürgerservice, in denen gedolmetscht wurde, je Jahr.");
  card.set_unit("Gespräche");
  card.set_direction(v1alpha::IndicatorCard::DIRECTION_INCREASE);
  *card.mutable_baseline() = Decimal(820, 0, "Gespräche");
  *card.mutable_baseline_date() = Day(2021, 12, 31);
  *card.mutable_target() = Decimal(2000, 0, "Gespräche");
  *card.mutable_target_date() = Day(2027, 12, 31);
  card.set_table_id("beratungen");
  card.set_resource("programmes/p/engagements/e/indicators/beratungen");
  card.set_revision(3);
  card.set_definition_version(2);
  card.set_effect_level(2);
  Chart& chart = AddChart("beratungen-bild", "Beratungen mit Sprachmittlung", "beratungen",
                          Chart::FORM_LINE, {1}, section);
  *chart.mutable_baseline() = card.baseline();
  *chart.mutable_target() = card.target();
  chart.add_breaks(4);
  Describe("Die Zahl steigt seit 2024.", chart);
  Table& table = AddTable("beratungen", "Werte", {"Jahr", "Gespräche", "Quelle"}, section);
  const Cell source = TextCell("Statistikstelle");
  AddRow({TextCell("2021"), NumberCell(Decimal(820, 0, "Gespräche")), source}, table);
  AddRow({TextCell("2022"), MissingCell(Missing::REASON_NOT_COLLECTED), source}, table);
  AddRow({TextCell("2023"), NumberCell(Decimal(905, 0, "Gespräche")), source}, table);
  AddRow({TextCell("2024"), NumberCell(Decimal(870, 0, "Gespräche")), source}, table);
  AddRow({TextCell("2025"), NumberCell(Decimal(1310, 0, "Gespräche")), source}, table);
  AddRow({TextCell("2026"), NumberCell(Decimal(1642, 0, "Gespräche")), source}, table);
}

void AddFigures(Document& document) {
  Section& section = NewSection("kennzahlen", "Kennzahlen", document);
  AddIndicator(section);
  Section& parity = AddSection("erreicht", "Wer erreicht wird", section);
  Describe("Menschen mit Einwanderungsgeschichte werden seltener erreicht.",
           AddChart("erreicht-bild", "Erreichte und Bevölkerung", "erreicht-tabelle",
                    Chart::FORM_PARITY_DOTS, {1, 2}, parity));
  Table& table =
      AddTable("erreicht-tabelle", "Erreichte und Bevölkerung",
               {"Gruppe", "Anteil an den Erreichten", "Anteil an der Bevölkerung"}, parity);
  AddRow({TextCell("Menschen mit Einwanderungsgeschichte"), Share(101, 1000), Share(324, 1000)},
         table);
  AddRow({TextCell("Frauen"), Share(540, 1000), Share(507, 1000)}, table);
  AddRow({TextCell("Personen unter 18 Jahren"), ProtectedCell(), Share(164, 1000)}, table);
  Section& other = AddSection("weitere", "Weitere Zahlen", section);
  Table& mixed = AddTable("weitere-tabelle", "Weitere Zahlen", {"Kennzahl", "Wert"}, other);
  AddRow({TextCell("Kosten"), NumberCell(Decimal(1234567, 2, "EUR"))}, mixed);
  AddRow({TextCell("Veränderung"), NumberCell(Decimal(-5, 1, "%"))}, mixed);
  AddRow({TextCell("Stellen"), NumberCell(Decimal(125, 1, "Stellen"))}, mixed);
  // Wider than a sheet if these were not broken.
  const char* mark = "Note von 1 bis 5, 5 ist am besten";
  Table& marks = AddTable("noten-tabelle", "Noten",
                          {"Kennzahl", "Beginn", "Zuletzt", "Ziel", "Bis wann", "Stand"}, other);
  AddRow({TextCell("Zufriedenheit"), NumberCell(Decimal(380, 2, mark)),
          NumberCell(Decimal(420, 2, mark)), NumberCell(Decimal(450, 2, mark)),
          DateCell(Day(2027, 9, 30)), StatusCell(Status::SIGNAL_ON_TRACK, "im Plan")},
         marks);
}

void AddQuote(Document& document) {
  Section& section = NewSection("stimmen", "Stimmen", document);
  v1alpha::Quote& quote = *section.add_blocks()->mutable_quote();
  quote.set_text("If interpreting takes three weeks, the case has got worse by then.");
  quote.set_language("en");
  quote.set_role_label("Beschäftigte im Bürgerservice");
  quote.mutable_release()->set_name("programmes/p/engagements/e/evidence/z1");
  quote.mutable_release()->set_revision(1);
}

void AddEvidence(Document& document) {
  for (const char* service : {"engagement", "survey"}) {
    v1alpha::Source& source = *document.add_sources();
    source.set_service(service);
    source.set_resource(std::string("programmes/p/") + service);
    source.set_state(v1alpha::Source::STATE_REACHED);
    source.set_revision("7");
    v1alpha::LogHead& head = *document.add_log_heads();
    head.set_service(service);
    head.set_owner("programmes/p/engagements/e");
    head.set_sequence(1204);
    head.set_sha256(std::string(64, 'a'));
  }
  document.mutable_sources(1)->set_state(v1alpha::Source::STATE_UNREACHABLE);
  *document.mutable_sources(1)->mutable_last_reached_date() = Day(2026, 11, 20);
  v1alpha::RuleVersion& rule = *document.add_rules();
  rule.set_rule_id("rounding");
  rule.set_version(1);
  document.mutable_template_()->set_name("programmes/p/reportTemplates/fortschritt");
  document.mutable_template_()->set_revision(4);
}

}  // namespace

Document SampleDocument(Language language) {
  Document document;
  const absl::string_view tag = LanguageTag(language);
  document.set_language(std::string(tag));
  document.set_title("Fortschrittsbericht 2026 – Musterstadt");
  document.set_subtitle("Interkulturelle Öffnung der Stadt Musterstadt");
  *document.mutable_as_of_date() = Day(2026, 11, 22);
  *document.mutable_start_date() = Day(2026, 1, 1);
  v1alpha::Imprint& imprint = *document.mutable_imprint();
  imprint.set_publisher("Stadt Musterstadt");
  imprint.set_contact("Hauptamt\nRathausplatz 1\n12345 Musterstadt");
  imprint.set_barrier_contact("barrieren@stadt.example");
  imprint.add_funder_statements("Kofinanziert von der Europäischen Union");
  imprint.add_funder_statements("Gefördert vom Land");
  AddSummary(document);
  AddSurvey(document);
  AddMeasures(document);
  AddFigures(document);
  AddQuote(document);
  AddEvidence(document);
  return document;
}

Edition SampleEdition() {
  return {"programmes/p/engagements/e/reports/fortschritt", 2, std::string(64, '1'),
          std::string(64, '0')};
}

}  // namespace lotse::reporting
