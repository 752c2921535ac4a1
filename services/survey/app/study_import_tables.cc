// Tables of codings for a study: those that ExportStudy writes, and those of Taguette.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_import.h"
#include "services/survey/app/study_import_there.h"
#include "services/survey/app/study_material_reading.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/codings/coding_rows.h"
#include "services/survey/exchange/codings/csv_columns.h"
#include "services/survey/exchange/codings/taguette.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/project_size.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/qualitative/rules/memo_rules.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey {
namespace {

using qualitative::StudyPlace;
using qualitative::TextSpan;
using v1alpha::ImportStudyRequest;

// One coding of a row.
struct TableCoding {
  int line = 0;
  std::string text;  // As the table names it.
  TextSpan span;
  std::string code;   // A path, or a name.
  std::string coder;  // As the table has it; may be empty.
  std::string memo;
};

// A text that the table names.
struct NamedText {
  std::string text_id;
  int64_t revision = 0;
  qualitative::IndexedText text;
};

class TableImport {
 public:
  TableImport(const StudyFileReading& reading, StudyImport* made)
      : reading_(reading), study_(reading.reach.name()), made_(*made) {}

  absl::Status Make() {
    if (absl::Status s = ReadStudy(); !s.ok()) return s;
    if (absl::Status s = NoteStudyRead(reading_); !s.ok()) return s;
    const auto rows = ReadRows();
    if (!rows.ok()) return rows.status();
    if (rows->size() > projects::kMaxFileCodings) {
      reading_.findings.Fail(0, "",
                             absl::StrCat("The table has ", rows->size(), " codings; give at most ",
                                          projects::kMaxFileCodings, " in one table."));
      return absl::OkStatus();
    }
    for (const TableCoding& row : *rows) Add(row);
    return absl::OkStatus();
  }

 private:
  // `column`, the heading of the one that is at fault; empty if none is, or it is not in the table.
  void Fail(const TableCoding& row, const std::string& column, absl::string_view what) {
    reading_.findings.Fail(Place{row.line, "", column}, "", absl::StrCat("Not read: ", what, "."));
  }
  void FailOfCoder(const TableCoding& row, absl::string_view what) {
    // Else the head of the call says who it is.
    Fail(row, row.coder.empty() ? std::string() : headings_.coder, what);
  }

  // The texts and the codebook that the rows are about.
  absl::Status ReadStudy() {
    FindingList none;
    // A study may have more texts than fit into memory; a table is about some of them.
    const auto named = codings::TextsNamedIn(reading_.file);
    WantedTexts wanted;
    if (named.has_value()) wanted.titles = &*named;
    wanted.only_memos_of_codings = true;
    wanted.most_bytes = kMaxNamedTextBytes;
    wanted.field = "head.parent";
    wanted.advice = "give codings of fewer texts in one table";
    const auto material = ReadStudyMaterial(reading_.store, reading_.studies, reading_.caller,
                                            reading_.reach, &none, wanted);
    if (!material.ok()) return material.status();
    absl::flat_hash_set<std::string> several;
    for (const projects::TextMaterial& each : material->texts) {
      const std::string text_id = LastPart(each.content.name());
      const std::string& title = each.content.title();
      const std::string study_case(schema::ParentOf(each.content.name()));
      // A row may say which one it is, also where the title alone does.
      for (const std::string& name :
           {title, codings::NameAmongSame(title, LastPart(study_case), text_id)}) {
        if (!named.has_value() || !named->contains(name)) continue;
        auto text = qualitative::IndexedText::Make(each.content.content());
        if (!text.ok()) continue;  // What is stored was checked.
        NamedText one{text_id, each.content.revision(), *std::move(text)};
        if (!texts_.try_emplace(name, std::move(one)).second) several.insert(name);
      }
    }
    for (const std::string& name : several) texts_.erase(name);
    if (!several.empty()) {
      reading_.findings.Warn(0, "",
                             absl::StrCat(several.size(),
                                          " titles in the table are those of several texts; say in "
                                          "each row which one it is: `TITLE [CASE/TEXT]`, with the "
                                          "ids of its case and of the text."));
    }
    return ReadCodes(*material);
  }

  absl::Status ReadCodes(const projects::StudyMaterial& material) {
    const std::string& id = reading_.head.codebook_id();
    const auto found = std::find_if(material.codebooks.begin(), material.codebooks.end(),
                                    [&](const auto& each) { return each.id == id; });
    if (found == material.codebooks.end()) {
      return rpc::InvalidFields(
          {{"head.codebook_id", "not there; give the id of a codebook of the study"}});
    }
    codes_ = found->codes;
    ReadStored(material, found->guid);
    const qualitative::CodeTree tree(codes_);
    for (const qualitative::Code& code : codes_.codes) {
      std::vector<std::string> path;
      for (int at = tree.IndexOf(code.id); at >= 0; at = tree.ParentOf(at)) {
        path.insert(path.begin(), codes_.codes[static_cast<size_t>(at)].name);
      }
      by_path_[codings::JoinPath(path)] = &code;
      if (!by_name_.try_emplace(code.name, &code).second) by_name_[code.name] = nullptr;
    }
    return absl::OkStatus();
  }

  // What one coding says: the same row says the same.
  std::string KeyOf(const std::string& text_id, TextSpan span, const std::string& code_id,
                    const std::string& coder) const {
    return absl::StrCat(text_id, "\n", span.begin, "-", span.end, "\n",
                        CodeKey(reading_.head.codebook_id(), code_id), "\n", coder);
  }

  void ReadStored(const projects::StudyMaterial& material, const std::string& codebook_guid) {
    absl::flat_hash_map<std::string, std::string> ids;  // Of texts, by guid.
    for (const projects::TextMaterial& each : material.texts) {
      ids[each.guid] = LastPart(each.content.name());
    }
    absl::flat_hash_map<std::string, std::string> memos;  // As a table has them, by coding.
    for (const projects::MemoMaterial& each : material.memos) {
      if (each.subject.kind != projects::MemoSubject::Kind::kCoding) continue;
      std::string& all = memos[each.subject.guid];
      absl::StrAppend(&all, all.empty() ? "" : "\n", each.content);
    }
    for (const projects::CodingMaterial& each : material.codings) {
      if (each.codebook_guid != codebook_guid) continue;
      stored_[KeyOf(ids[each.text_guid], each.span, each.code_id, each.coder)] = memos[each.guid];
    }
  }

  absl::StatusOr<std::vector<TableCoding>> ReadRows() {
    std::map<std::string, std::string> texts;
    for (const auto& [title, text] : texts_) texts[title] = text.text.utf8();
    std::vector<TableCoding> rows;
    if (reading_.head.format() == ImportStudyRequest::FORMAT_TAGUETTE_CSV) {
      auto table = codings::ReadHighlights(reading_.file, texts);
      if (!table.ok()) return UnreadableFile(table.status());
      TakeFindings(table->findings, &reading_.findings);
      headings_.code = table->tag_heading;
      for (const codings::Highlight& each : table->highlights) {
        for (size_t i = 0; i < each.tags.size(); ++i) {
          rows.push_back({each.tag_lines[i], each.document, each.span, each.tags[i], "", ""});
        }
        if (each.tags.empty()) {
          reading_.findings.Warn(Place{each.line, "", headings_.code}, "",
                                 "A highlight without a tag was left out.");
        }
      }
      return rows;
    }
    auto table = codings::ReadCodings(reading_.file, texts);
    if (!table.ok()) return UnreadableFile(table.status());
    TakeFindings(table->findings, &reading_.findings);
    headings_ = table->headings;
    for (size_t i = 0; i < table->rows.size(); ++i) {
      codings::CodingRow& row = table->rows[i];
      rows.push_back({table->lines[i], std::move(row.text), row.span,
                      codings::JoinPath(row.code_path), std::move(row.coder), std::move(row.memo)});
    }
    return rows;
  }

  const qualitative::Code* FindCode(const std::string& code) const {
    if (const auto path = by_path_.find(code); path != by_path_.end()) return path->second;
    const auto name = by_name_.find(code);
    return name == by_name_.end() ? nullptr : name->second;
  }

  // The id of the coder of a row; nullopt if it is not clear who that is.
  std::optional<std::string> CoderOf(const TableCoding& row) const {
    std::string coder = row.coder;
    for (const v1alpha::FileCoder& each : reading_.head.coders()) {
      if (!coder.empty() && each.user() == row.coder) coder = each.coder_id();
    }
    if (coder.empty()) coder = reading_.head.coder();
    if (coder.empty()) coder = reading_.reach.coder();
    const auto& coders = reading_.reach.study().coders();
    const bool is_one = std::any_of(coders.begin(), coders.end(),
                                    [&](const auto& each) { return each.coder_id() == coder; });
    return is_one ? std::optional<std::string>(coder) : std::nullopt;
  }

  void Add(const TableCoding& row) {
    const qualitative::Code* const code = FindCode(row.code);
    if (code == nullptr) {
      return Fail(row, headings_.code, "the codebook has no such code, or several");
    }
    const auto coder = CoderOf(row);
    if (!coder.has_value()) {
      return FailOfCoder(
          row, "who coded is no coder of the study; say in `coders` or `coder` who it is");
    }
    if (!reading_.reach.Sees(*coder)) {
      return FailOfCoder(row, "the study is blind: whoever codes takes in their own codings only");
    }
    const NamedText& text = texts_.at(row.text);
    const TextSpan span = {text.text.BoundaryBefore(row.span.begin),
                           text.text.BoundaryBehind(row.span.end)};
    if (!(span == row.span)) {
      reading_.findings.Warn(row.line, "",
                             "The part cut a sign of several code points; it has all of it.");
    }
    const std::string says = KeyOf(text.text_id, span, code->id, *coder);
    const auto stored = stored_.find(says);
    // What is there stays as it is, also on a code that takes no new codings any more.
    if (stored == stored_.end()) {
      if (code->retired) return Fail(row, headings_.code, "the code is retired");
      if (!code->codable) return Fail(row, headings_.code, "the code only groups other codes");
    }
    made_.revisions[text.text_id] = text.revision;
    const std::string key = CodeKey(reading_.head.codebook_id(), code->id);
    // Of what it says, so that the same row gives the same coding.
    const std::string coding_id = projects::StoredIdOf(UuidOf(absl::StrCat(study_, "\n", says)));
    if (!seen_.insert(coding_id).second) {
      reading_.findings.Warn(row.line, "", "The same coding is there twice; one stays.");
    } else {
      made_.codings.push_back(
          {coding_id, text.text_id, span, key, *coder, absl::ToUnixMicros(reading_.reach.now())});
    }
    if (stored != stored_.end() && stored->second == row.memo) return;
    AddMemo(row, coding_id, *coder, text.text_id);
  }

  void AddMemo(const TableCoding& row, const std::string& coding_id, const std::string& coder,
               const std::string& text_id) {
    if (row.memo.empty()) return;
    rpc::FieldViolations violations;
    qualitative::CheckMemoContent("memo", row.memo, &violations);
    if (!violations.empty()) {
      return Fail(row, headings_.memo, absl::StrCat("`memo` ", violations.front().description));
    }
    qualitative::StoredMemo memo;
    memo.memo_id = projects::StoredIdOf(UuidOf(absl::StrCat(coding_id, "\n", row.memo)));
    memo.text_id = text_id;
    memo.subject = qualitative::NameOf(study_, {StudyPlace::Kind::kCoding, "", coding_id});
    memo.coder = coder;
    memo.content = row.memo;
    memo.create_time = memo.update_time = absl::ToUnixMicros(reading_.reach.now());
    if (seen_.insert(memo.memo_id).second) made_.memos.push_back(std::move(memo));
  }

  const StudyFileReading& reading_;
  const std::string& study_;
  StudyImport& made_;
  codings::CodingHeadings headings_;
  std::map<std::string, NamedText> texts_;
  qualitative::Codebook codes_;
  absl::flat_hash_map<std::string, const qualitative::Code*> by_path_;
  absl::flat_hash_map<std::string, const qualitative::Code*> by_name_;  // Null: several have it.
  absl::flat_hash_map<std::string, std::string> stored_;  // Memos, by what a coding says.
  absl::flat_hash_set<std::string> seen_;
};

}  // namespace

absl::Status ReadCodingTable(const StudyFileReading& reading, StudyImport* made) {
  return TableImport(reading, made).Make();
}

}  // namespace lotse::survey
