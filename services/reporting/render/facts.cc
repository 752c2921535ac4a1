#include "services/reporting/render/facts.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Document;
using v1alpha::Missing;
using v1alpha::Row;
using v1alpha::Section;
using v1alpha::Source;
using v1alpha::Table;

void AddFact(const char* label, const std::string& text, std::vector<Fact>& facts) {
  if (!text.empty()) facts.push_back({label, text});
}

// A table that stands in no section.
Table NewTable(const char* id, const char* caption, std::initializer_list<const char*> columns) {
  Table table;
  table.set_table_id(id);
  table.set_caption(caption);
  for (const char* column : columns) table.add_columns(column);
  return table;
}

const char* StateName(Source::State state, const Wording& words) {
  switch (state) {
    case Source::STATE_REACHED:
      return words.source_reached;
    case Source::STATE_UNREACHABLE:
      return words.source_unreachable;
    default:
      return words.source_state_unknown;
  }
}

void AddTables(const Section& section, std::vector<const Table*>& tables) {
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_table()) tables.push_back(&block.table());
  }
  for (const Section& inner : section.sections()) AddTables(inner, tables);
}

}  // namespace

Language LanguageOf(const Document& document) {
  return ParseLanguage(document.language()).value_or(Language::kGerman);
}

std::vector<Fact> TimeFacts(const Document& document) {
  const Language language = LanguageOf(document);
  std::vector<Fact> facts;
  const std::string day = FormatDate(language, document.as_of_date());
  if (!day.empty()) {
    facts.push_back(
        {RenderWordingOf(language).time, absl::Substitute(WordingOf(language).as_of, day)});
  }
  const std::string start = FormatDate(language, document.start_date());
  const std::string end = document.has_end_date() ? FormatDate(language, document.end_date()) : day;
  const RenderWording& words = RenderWordingOf(language);
  if (!start.empty() && !end.empty()) {
    facts.push_back({words.time, absl::Substitute(words.reporting_period, start, end)});
  } else if (document.has_end_date() && !end.empty()) {
    facts.push_back({words.time, absl::Substitute(words.reporting_period_until, end)});
  }
  return facts;
}

std::vector<Fact> ImprintFacts(const Document& document) {
  const RenderWording& words = RenderWordingOf(LanguageOf(document));
  const v1alpha::Imprint& imprint = document.imprint();
  std::vector<Fact> facts;
  AddFact(words.publisher, imprint.publisher(), facts);
  AddFact(words.contact, imprint.contact(), facts);
  AddFact(words.barrier_contact, imprint.barrier_contact(), facts);
  for (const std::string& statement : imprint.funder_statements()) {
    AddFact(words.funders, statement, facts);
  }
  return facts;
}

std::vector<Fact> EditionFacts(const Document& document, const Edition& edition) {
  const Language language = LanguageOf(document);
  const RenderWording& words = RenderWordingOf(language);
  std::vector<Fact> facts;
  if (!edition.report.empty()) {
    AddFact(words.report, edition.report, facts);
    AddFact(words.version, absl::StrCat(edition.number), facts);
  }
  if (document.has_template_()) {
    AddFact(words.template_label,
            absl::Substitute(words.template_value, document.template_().name(),
                             document.template_().revision()),
            facts);
  }
  AddFact(words.previous_sha256, edition.previous_sha256, facts);
  AddFact(WordingOf(language).content_hash_label, edition.content_sha256, facts);
  return facts;
}

std::vector<Fact> HeadFacts(const Document& document, const Edition& edition) {
  const RenderWording& words = RenderWordingOf(LanguageOf(document));
  std::vector<Fact> facts;
  AddFact(words.title, document.title(), facts);
  AddFact(words.subtitle, document.subtitle(), facts);
  for (const std::vector<Fact>& more :
       {TimeFacts(document), ImprintFacts(document), EditionFacts(document, edition)}) {
    facts.insert(facts.end(), more.begin(), more.end());
  }
  return facts;
}

std::vector<std::string> DataNotes(const Table& table, Language language) {
  std::vector<std::string> notes(table.notes().begin(), table.notes().end());
  if (HasProtected(table)) notes.push_back(WordingOf(language).protected_legend);
  for (const Missing::Reason reason : MissingReasons(table)) {
    notes.push_back(MissingWordsOf(reason, language).legend);
  }
  if (!table.sources().empty()) {
    const auto number = [](std::string* out, int32_t place) { absl::StrAppend(out, place + 1); };
    notes.push_back(absl::Substitute(RenderWordingOf(language).sources_heading,
                                     absl::StrJoin(table.sources(), ", ", number)));
  }
  return notes;
}

Table SourceTable(const Document& document) {
  const Language language = LanguageOf(document);
  const Wording& words = WordingOf(language);
  const RenderWording& own = RenderWordingOf(language);
  Table table = NewTable("_sources", words.sources_caption,
                         {own.source_number, words.source_column, words.service_column,
                          words.reached_column, words.revision_column, own.last_reached_column});
  int number = 0;
  for (const Source& source : document.sources()) {
    // Notes of tables count from 1, as people do.
    AddRow(
        {TextCell(absl::StrCat(++number)), TextCell(source.resource()), TextCell(source.service()),
         TextCell(StateName(source.state(), words)), TextCell(source.revision()),
         TextCell(FormatDate(language, source.last_reached_date()))},
        table);
  }
  return table;
}

std::vector<Table> EvidenceTables(const Document& document) {
  const Language language = LanguageOf(document);
  const RenderWording& words = RenderWordingOf(language);
  std::vector<Table> tables;
  Table logs = NewTable("_log-heads", words.log_heads_caption,
                        {words.owner_column, WordingOf(language).service_column, words.entry_column,
                         WordingOf(language).sha256_column});
  for (const v1alpha::LogHead& head : document.log_heads()) {
    AddRow({TextCell(head.owner()), TextCell(head.service()), IntegerCell(head.sequence()),
            TextCell(head.sha256())},
           logs);
  }
  Table rules = NewTable("_rules", words.rules_caption, {words.rule_column, words.version_column});
  for (const v1alpha::RuleVersion& rule : document.rules()) {
    AddRow({TextCell(rule.rule_id()), IntegerCell(rule.version())}, rules);
  }
  for (Table* table : {&logs, &rules}) {
    if (!table->rows().empty()) tables.push_back(std::move(*table));
  }
  return tables;
}

std::vector<Missing::Reason> MissingReasons(const Table& table) {
  std::set<Missing::Reason> reasons;
  for (const Row& row : table.rows()) {
    for (const Cell& cell : row.cells()) {
      if (cell.has_missing()) reasons.insert(cell.missing().reason());
    }
  }
  return {reasons.begin(), reasons.end()};
}

bool HasProtected(const Table& table) {
  return std::any_of(table.rows().begin(), table.rows().end(), [](const Row& row) {
    return std::any_of(row.cells().begin(), row.cells().end(),
                       [](const Cell& cell) { return cell.has_protected_(); });
  });
}

std::vector<const Table*> AllTables(const Document& document) {
  std::vector<const Table*> tables;
  for (const Section& section : document.sections()) AddTables(section, tables);
  return tables;
}

}  // namespace lotse::reporting
