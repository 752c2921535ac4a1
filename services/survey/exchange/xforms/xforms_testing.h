#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/xforms/xforms.h"

// What the tests of the reader and writer of XForms share.

namespace lotse::survey::xforms {

// A form with the nodes `instance` below /data, `model` behind the instance and `body`. The
// instance begins in line 2, the rest of the model in line 3, the body in line 4.
inline std::string FormOf(absl::string_view instance, absl::string_view model,
                          absl::string_view body) {
  return absl::StrCat(
      "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "
      "xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms' "
      "xmlns:orx='http://openrosa.org/xforms'><h:head><h:title>Titel</h:title><model>\n"
      "<instance><data id='f' version='3'>",
      instance, "</data></instance>\n", model, "\n</model></h:head><h:body>", body,
      "</h:body></h:html>");
}

inline ImportResult ReadForm(absl::string_view xml) {
  absl::StatusOr<ImportResult> result = ReadXforms(xml);
  EXPECT_TRUE(result.ok()) << result.status() << "\n" << xml;
  return result.ok() ? *std::move(result) : ImportResult();
}

inline std::string InWords(const type::v1alpha::Text& text) {
  std::string words;
  for (const auto& variant : text.variants()) {
    absl::StrAppend(&words, words.empty() ? "" : "|", variant.language(), ":", variant.text());
  }
  return words;
}

inline void AddPart(absl::string_view name, absl::string_view value, std::string* line) {
  if (!value.empty()) absl::StrAppend(line, " ", name, "{", value, "}");
}

inline std::string InWords(const v1alpha::Option& option) {
  std::string words = absl::StrCat(option.code(), "=", InWords(option.label()));
  std::vector<std::string> columns;
  for (const auto& [name, value] : option.columns()) {
    columns.push_back(absl::StrCat(name, ":", value));
  }
  std::sort(columns.begin(), columns.end());
  if (!columns.empty()) absl::StrAppend(&words, "(", absl::StrJoin(columns, ","), ")");
  for (const auto& media : option.media()) absl::StrAppend(&words, "+", media.file());
  return words;
}

// A question in a notation for comparison; what is below it stands in brackets behind it.
inline std::string InWords(const v1alpha::Question& q) {
  std::string line = absl::StrCat(v1alpha::Question::Kind_Name(q.kind()).substr(5), " ", q.code());
  if (InWords(q.text()) != absl::StrCat("und:", q.code()))
    AddPart("text", InWords(q.text()), &line);
  AddPart("hint", InWords(q.hint()), &line);
  AddPart("guidance", InWords(q.guidance()), &line);
  AddPart("appearance", q.appearance(), &line);
  if (q.required()) line += " required";
  AddPart("required", q.logic().required_if(), &line);
  AddPart("required_message", InWords(q.logic().required_message()), &line);
  AddPart("relevant", q.logic().relevant(), &line);
  AddPart("constraint", q.logic().constraint(), &line);
  AddPart("message", InWords(q.logic().constraint_message()), &line);
  AddPart("calculation", q.logic().calculation(), &line);
  AddPart("trigger", absl::StrJoin(q.logic().trigger(), ","), &line);
  AddPart("initial", q.logic().initial_value(), &line);
  AddPart("readonly", q.logic().read_only_if(), &line);
  AddPart("count", q.logic().repeat_count(), &line);
  AddPart("list", q.option_list(), &line);
  AddPart("filter", q.logic().option_filter(), &line);
  if (q.has_randomization()) absl::StrAppend(&line, " random{", q.randomization().seed(), "}");
  if (q.has_scale()) {
    AddPart("scale", absl::StrCat(q.scale().start(), "-", q.scale().end(), "/", q.scale().step()),
            &line);
  }
  for (const auto& option : q.options()) AddPart("option", InWords(option), &line);
  for (const auto& media : q.media()) {
    AddPart("media", absl::StrCat(media.kind(), ":", media.language(), ":", media.file()), &line);
  }
  AddPart("types", absl::StrJoin(q.media_types(), ","), &line);
  std::vector<std::string> settings;
  for (const auto& [name, value] : q.settings()) {
    settings.push_back(absl::StrCat(name, "=", value));
  }
  std::sort(settings.begin(), settings.end());
  AddPart("settings", absl::StrJoin(settings, ","), &line);
  if (q.kind() == v1alpha::Question::KIND_METADATA) {
    AddPart("records", v1alpha::Question::Metadata_Name(q.metadata()).substr(9), &line);
  }
  if (!q.questions().empty()) {
    std::vector<std::string> below;
    for (const auto& question : q.questions()) below.push_back(InWords(question));
    absl::StrAppend(&line, " [", absl::StrJoin(below, "; "), "]");
  }
  return line;
}

// One line for each section with something of its own, and one for each question in it.
inline std::vector<std::string> Outline(const v1alpha::Instrument& instrument) {
  std::vector<std::string> lines;
  for (const auto& section : instrument.sections()) {
    std::string line = absl::StrCat("# ", section.code());
    AddPart("title", InWords(section.title()), &line);
    AddPart("relevant", section.relevant(), &line);
    AddPart("appearance", section.appearance(), &line);
    if (line.size() > 2) lines.push_back(line);
    for (const auto& question : section.questions()) lines.push_back(InWords(question));
  }
  return lines;
}

// Messages of one severity, each with its line and code, but for the note that every form has.
inline std::vector<std::string> Messages(const ImportResult& result,
                                         v1alpha::ImportFinding::Severity severity) {
  std::vector<std::string> messages;
  for (const v1alpha::ImportFinding& f : result.findings) {
    if (f.severity() != severity) continue;
    messages.push_back(
        absl::StrCat(f.line(), " ", f.code(), f.code().empty() ? "" : " ", f.message()));
  }
  return messages;
}
inline std::vector<std::string> Notes(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_NOTE);
}
inline std::vector<std::string> Warnings(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_WARNING);
}
inline std::vector<std::string> Errors(const ImportResult& r) {
  return Messages(r, v1alpha::ImportFinding::SEVERITY_ERROR);
}

}  // namespace lotse::survey::xforms
