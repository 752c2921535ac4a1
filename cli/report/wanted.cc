#include "cli/report/wanted.h"

#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/engagement/days.h"
#include "cli/engagement/ids.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/release/load.h"
#include "cli/report/names.h"
#include "cli/text.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

using google::protobuf::util::FieldMaskUtil;
using google::protobuf::util::MessageDifferencer;
using reporting::v1alpha::Report;
using reporting::v1alpha::ReportText;

constexpr const char* kSettings[] = {"waves",    "language",          "template",
                                     "title",    "start_date",        "end_date",
                                     "releases", "material_releases", "texts"};

absl::StatusOr<Report::Kind> ReadKind(const Args& args) {
  static const std::vector<std::pair<std::string, Report::Kind>> kKinds = {
      {"stock-taking", Report::KIND_STOCK_TAKING},
      {"progress", Report::KIND_PROGRESS},
      {"final", Report::KIND_FINAL}};
  const std::string given = args.Get("kind");
  std::vector<std::string> words;
  for (const auto& [word, kind] : kKinds) {
    if (word == given) return kind;
    words.push_back(word);
  }
  const std::string all = absl::StrJoin(words, ", ");
  if (given.empty()) return UsageError(absl::StrCat("--kind is missing; give one of ", all));
  return UsageError(absl::StrCat("--kind: '", given, "' is none", DidYouMean(given, words),
                                 "; give one of ", all));
}

// All values of a flag that `check` finds nothing wrong with; an empty one says that there is
// none.
absl::Status ReadNames(const Args& args, const std::string& flag,
                       absl::Status (*check)(absl::string_view),
                       google::protobuf::RepeatedPtrField<std::string>* names) {
  for (const std::string& name : args.GetAll(flag)) {
    if (name.empty()) continue;
    if (absl::Status s = check(name); !s.ok()) return s;
    *names->Add() = name;
  }
  return absl::OkStatus();
}

// An id, or a whole name, as the name of a template.
absl::StatusOr<std::string> ReadTemplate(const Args& args, const std::string& parent) {
  const std::string given = args.Get("template");
  if (given.empty()) return given;
  const std::string name = given.find('/') != std::string::npos
                               ? given
                               : absl::StrCat(types::Prefix(parent, 1), "/reportTemplates/", given);
  if (types::FitsName("programmes/{programme}/reportTemplates/{report_template}", name)) {
    return name;
  }
  return UsageError(absl::StrCat("--template: '", given,
                                 "' is no template; give its id, or a name like "
                                 "programmes/vopi/reportTemplates/fortschritt"));
}

absl::Status ReadDays(const Args& args, Report* report) {
  for (const auto& [flag, day] : {std::pair("from", report->mutable_start_date()),
                                  std::pair("to", report->mutable_end_date())}) {
    if (args.Get(flag).empty()) continue;
    const absl::StatusOr<google::type::Date> read = DayOf(args, flag);
    if (!read.ok()) return read.status();
    *day = *read;
  }
  const bool both = report->start_date().year() != 0 && report->end_date().year() != 0;
  if (both && types::ToCivil(report->end_date()) < types::ToCivil(report->start_date())) {
    return UsageError("--to is before --from: give the first day, and then the last");
  }
  if (report->start_date().year() == 0) report->clear_start_date();
  if (report->end_date().year() == 0) report->clear_end_date();
  return absl::OkStatus();
}

absl::Status ReadTexts(const Args& args, WantedReport* wanted) {
  for (const std::string& word : args.GetAll("text")) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(word, absl::MaxSplits('=', 1));
    const auto& [section, path] = parts;
    if (word.find('=') == std::string::npos) {
      return UsageError(absl::StrCat("--text: '", word,
                                     "' is not SECTION=FILE; write one like "
                                     "--text=recommendations=empfehlungen.md"));
    }
    if (!types::IsResourceId(section)) {
      return IdError("text", section, "recommendations=empfehlungen.md");
    }
    if (wanted->texts.count(section) > 0) {
      return UsageError(absl::StrCat("--text: ", section, " is given twice"));
    }
    std::string& text = wanted->texts[section];
    if (path.empty()) continue;
    wanted->files[section] = path;
    absl::StatusOr<std::string> content = ReadFile(path);
    if (!content.ok()) return content.status();
    if (!types::IsUtf8(*content)) {
      return DataError(absl::StrCat(path, ": is not UTF-8; save it in that encoding"));
    }
    absl::StripAsciiWhitespace(&*content);
    if (content->empty()) {
      return DataError(absl::StrCat(path, ": is empty; --text=", section,
                                    "= takes the text of that section away"));
    }
    text = *std::move(content);
  }
  return absl::OkStatus();
}

// Puts `wording` in the place of the one in `language`; others stay. An empty one goes.
void PutWording(const std::string& language, const std::string& wording,
                type::v1alpha::Text* text) {
  auto& variants = *text->mutable_variants();
  for (int i = variants.size() - 1; i >= 0; --i) {
    if (variants[i].language() == language && !variants[i].plain_language()) {
      if (!wording.empty()) {
        variants[i].set_text(wording);
        return;
      }
      variants.DeleteSubrange(i, 1);
    }
  }
  if (!wording.empty()) text->MergeFrom(TextIn(language, wording));
}

void PutText(const std::string& section, const std::string& language, const std::string& wording,
             Report* report) {
  auto& texts = *report->mutable_texts();
  auto found = std::find_if(texts.begin(), texts.end(),
                            [&](const ReportText& text) { return text.section_id() == section; });
  if (found == texts.end()) {
    if (wording.empty()) return;
    ReportText& added = *texts.Add();
    added.set_section_id(section);
    *added.mutable_text() = TextIn(language, wording);
    return;
  }
  PutWording(language, wording, found->mutable_text());
  if (found->text().variants().empty()) texts.erase(found);
}

}  // namespace

absl::StatusOr<WantedReport> ReadWantedReport(const Args& args) {
  const std::string& parent = args.positional[0];
  if (absl::Status s = CheckEngagementName(parent); !s.ok()) return s;
  const std::string id = args.Get("id");
  if (id.empty()) return UsageError("--id is missing; write one like --id=fortschritt-2026");
  if (!types::IsResourceId(id)) return IdError("id", id, "fortschritt-2026");
  WantedReport wanted;
  Report& report = wanted.report;
  report.set_name(absl::StrCat(parent, "/reports/", id));
  const absl::StatusOr<Report::Kind> kind = ReadKind(args);
  if (!kind.ok()) return kind.status();
  report.set_kind(*kind);
  absl::Status read = ReadNames(args, "wave", &CheckWaveName, report.mutable_waves());
  if (!read.ok()) return read;
  read = ReadNames(args, "release", &CheckReleaseName, report.mutable_releases());
  if (!read.ok()) return read;
  read = ReadNames(args, "material", &CheckMaterialName, report.mutable_material_releases());
  if (!read.ok()) return read;
  const absl::StatusOr<std::string> report_template = ReadTemplate(args, parent);
  if (!report_template.ok()) return report_template.status();
  report.set_template_(*report_template);
  report.set_language(args.Get("language"));
  if (absl::Status s = ReadDays(args, &report); !s.ok()) return s;
  if (args.Has("title")) wanted.title = args.Get("title");
  if (absl::Status s = ReadTexts(args, &wanted); !s.ok()) return s;
  for (const auto& [flag, field] :
       {std::pair("wave", "waves"), std::pair("release", "releases"),
        std::pair("material", "material_releases"), std::pair("template", "template"),
        std::pair("language", "language"), std::pair("from", "start_date"),
        std::pair("to", "end_date")}) {
    if (args.Has(flag)) wanted.named.add_paths(field);
  }
  return wanted;
}

void PutInto(const WantedReport& wanted, Report* report) {
  report->set_name(wanted.report.name());
  report->set_kind(wanted.report.kind());
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(wanted.report, wanted.named, options, report);
  if (report->language().empty()) report->set_language("de");
  if (wanted.title.has_value()) {
    PutWording(report->language(), *wanted.title, report->mutable_title());
    if (report->title().variants().empty()) report->clear_title();
  }
  for (const auto& [section, text] : wanted.texts) {
    PutText(section, report->language(), text, report);
  }
}

std::vector<std::string> DifferentSettings(const Report& one, const Report& other) {
  Report first = one, second = other;
  for (Report* report : {&first, &second}) {
    if (report->language().empty()) report->set_language("de");
  }
  std::vector<std::string> different;
  for (const char* name : kSettings) {
    const std::vector<const google::protobuf::FieldDescriptor*> fields = {
        Report::descriptor()->FindFieldByName(name)};
    MessageDifferencer differencer;
    if (!differencer.CompareWithFields(first, second, fields, fields)) different.push_back(name);
  }
  return different;
}

}  // namespace lotse::cli
