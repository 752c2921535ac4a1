// The material of a study as a file.
#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_exchange.h"
#include "services/survey/app/study_material_reading.h"
#include "services/survey/exchange/codings/coding_rows.h"
#include "services/survey/exchange/codings/csv_columns.h"
#include "services/survey/exchange/projects/write_project.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey {
namespace {

using projects::StudyMaterial;
using v1alpha::ExportStudyRequest;

// From the top of the codebook to the code itself.
std::vector<std::string> PathOf(const qualitative::Codebook& codebook,
                                const qualitative::CodeTree& tree, const std::string& code_id) {
  std::vector<std::string> path;
  for (int at = tree.IndexOf(code_id); at >= 0; at = tree.ParentOf(at)) {
    path.push_back(codebook.codes[static_cast<size_t>(at)].name);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

// The rows of the codings, by text and along it.
class CodingTable {
 public:
  CodingTable(const StudyMaterial& material, FindingList* findings)
      : material_(material), findings_(*findings) {}

  std::vector<codings::CodingRow> Make() {
    for (const auto& memo : material_.memos) {
      if (memo.subject.kind != projects::MemoSubject::Kind::kCoding) continue;
      std::string& memos = memos_[memo.subject.guid];
      absl::StrAppend(&memos, memos.empty() ? "" : "\n", memo.content);
    }
    for (const auto& each : material_.codebooks) {
      trees_.try_emplace(each.guid, &each.codes, qualitative::CodeTree(each.codes));
    }
    absl::flat_hash_map<std::string, std::vector<const projects::CodingMaterial*>> of_text;
    for (const auto& coding : material_.codings) of_text[coding.text_guid].push_back(&coding);
    for (const auto& text : material_.texts) AddRows(text, of_text[text.guid]);
    if (too_large()) return {};
    Warn();
    return std::move(rows_);
  }

  // Whether it is more than could be read back: each coding has its words once more.
  bool too_large() const { return bytes_ > codings::kMaxCsvBytes; }

 private:
  void AddRows(const projects::TextMaterial& text,
               const std::vector<const projects::CodingMaterial*>& codings) {
    if (codings.empty()) return;
    const std::string name = NameOf(text);
    const auto indexed = qualitative::IndexedText::Make(text.content.content());
    if (!indexed.ok()) return;  // What is stored was checked.
    for (const projects::CodingMaterial* const coding : codings) {
      if (too_large()) return;
      const auto tree = trees_.find(coding->codebook_guid);
      if (tree == trees_.end()) continue;
      used_.insert(coding->codebook_guid);
      codings::CodingRow& row = rows_.emplace_back();
      row.text = name;
      row.span = coding->span;
      row.quote = std::string(indexed->At(coding->span));
      row.code_path = PathOf(*tree->second.first, tree->second.second, coding->code_id);
      row.coder = coding->coder;
      row.memo = memos_[coding->guid];
      bytes_ += row.quote.size() + row.memo.size();
    }
  }

  // The title, and more where another text of the study has the same.
  std::string NameOf(const projects::TextMaterial& text) {
    const std::string& title = text.content.title();
    if (const auto found = material_.titles.find(title);
        found == material_.titles.end() || found->second < 2) {
      return title;
    }
    ++same_titles_;
    const std::string study_case(schema::ParentOf(text.content.name()));
    return codings::NameAmongSame(title, LastPart(study_case), LastPart(text.content.name()));
  }

  void Warn() {
    if (same_titles_ > 0) {
      findings_.Note(0, "",
                     absl::StrCat(same_titles_,
                                  " texts have a title that another text of the study has: behind "
                                  "it stand the ids of their case and of the text, as in `TITLE "
                                  "[CASE/TEXT]`."));
    }
    if (used_.size() > 1) {
      findings_.Warn(0, "",
                     "Codes of several codebooks are in one table; a row does not say of which.");
    }
  }

  const StudyMaterial& material_;
  FindingList& findings_;
  std::vector<codings::CodingRow> rows_;
  absl::btree_map<std::string, std::pair<const qualitative::Codebook*, qualitative::CodeTree>>
      trees_;
  absl::flat_hash_map<std::string, std::string> memos_;
  absl::flat_hash_set<std::string> used_;
  int same_titles_ = 0;
  size_t bytes_ = 0;  // Of quotes and memos.
};

void WriteTable(const StudyMaterial& material, codings::Profile profile, FindingList* findings,
                StudyFile* file) {
  absl::StrAppend(&file->file_name, "-codings.csv");
  file->media_type = "text/csv";
  CodingTable table(material, findings);
  const std::vector<codings::CodingRow> rows = table.Make();
  if (!table.too_large()) {
    file->bytes = codings::WriteCodings(rows, profile);
    return;
  }
  findings->Fail(0, "",
                 absl::StrCat("Not written: the words of all codings have more than ",
                              codings::kMaxCsvBytes >> 20, " MiB; take a project."));
}

void WriteArchive(const StudyMaterial& material, FindingList* findings, StudyFile* file) {
  auto archive = refi::WriteProject(projects::MakeProject(material, findings));
  absl::StrAppend(&file->file_name, ".qdpx");
  file->media_type = "application/zip";
  if (archive.ok()) {
    file->bytes = *std::move(archive);
    return;
  }
  // It names a guid or a path, and nothing of a text.
  findings->Fail(0, "", absl::StrCat("Not written: ", archive.status().message(), "."));
}

}  // namespace

rpc::FieldViolations CheckExportStudy(const ExportStudyRequest& q) {
  if (q.format() != ExportStudyRequest::FORMAT_UNSPECIFIED &&
      ExportStudyRequest::Format_IsValid(q.format())) {
    return {};
  }
  return {{"format", "missing or unknown; give one of the formats"}};
}

absl::StatusOr<StudyFile> ExportStudy(resource::Store& store, qualitative::StudyStore& studies,
                                      const OnBehalf& caller, const ExportStudyRequest& q) {
  if (absl::Status s = rpc::InvalidFields(CheckExportStudy(q)); !s.ok()) return s;
  const auto reach = StudyReach::Make(store, caller, q.parent(), StudyReach::For::kReading);
  if (!reach.ok()) return reach.status();
  FindingList findings;
  WantedTexts wanted;
  // A table has nothing of the others.
  wanted.only_coded = q.format() != ExportStudyRequest::FORMAT_QDPX;
  wanted.only_memos_of_codings = wanted.only_coded;
  const auto material = ReadStudyMaterial(store, studies, caller, *reach, &findings, wanted);
  if (!material.ok()) return material.status();
  StudyFile file;
  file.file_name = LastPart(q.parent());
  switch (q.format()) {
    case ExportStudyRequest::FORMAT_CODINGS_CSV:
      WriteTable(*material, codings::Profile::kPlain, &findings, &file);
      break;
    case ExportStudyRequest::FORMAT_CODINGS_CSV_EXCEL_DE:
      WriteTable(*material, codings::Profile::kExcel, &findings, &file);
      break;
    default:
      WriteArchive(*material, &findings, &file);
  }
  file.findings = std::move(findings).Take();
  return file;
}

}  // namespace lotse::survey
