#pragma once

#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/artifact.h"

// What a document says about itself, the same in every file.
namespace lotse::reporting {

// Something that is known and what it is called. The text may have several lines.
struct Fact {
  std::string label;
  std::string text;
};

// Language of a document; German if it is none that reports are written in.
Language LanguageOf(const v1alpha::Document& document);

// `Stand: …` and the time that it is about, for those that are set, as whole sentences.
std::vector<Fact> TimeFacts(const v1alpha::Document& document);

// Who publishes it; only what is not empty.
std::vector<Fact> ImprintFacts(const v1alpha::Document& document);

// Which edition it is: report, number, hashes, template; only what is known.
std::vector<Fact> EditionFacts(const v1alpha::Document& document, const Edition& edition);

// All that stands at the head of a file of data: title, subtitle, time, imprint, edition.
std::vector<Fact> HeadFacts(const v1alpha::Document& document, const Edition& edition);

// What stands under a table in a file of data: its notes, what the words for protected and missing
// figures mean that it has, and the numbers of its sources in SourceTable.
std::vector<std::string> DataNotes(const v1alpha::Table& table, Language language);

// Its sources, the logs that they were read from and the rules of its figures as tables. Their ids
// begin with an underscore, which no id of a document does. Empty ones are left out.
v1alpha::Table SourceTable(const v1alpha::Document& document);
std::vector<v1alpha::Table> EvidenceTables(const v1alpha::Document& document);

// Why cells of a table have no value, each reason once and in the order of the enum.
std::vector<v1alpha::Missing::Reason> MissingReasons(const v1alpha::Table& table);

// Whether a figure of a table is protected.
bool HasProtected(const v1alpha::Table& table);

// Every table of a document, in its order.
std::vector<const v1alpha::Table*> AllTables(const v1alpha::Document& document);

}  // namespace lotse::reporting
