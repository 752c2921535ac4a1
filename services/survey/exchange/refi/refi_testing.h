#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "runtime/types/utf8.h"
#include "runtime/types/zip_stream.h"
#include "services/survey/exchange/refi/project.h"

// What the tests of REFI-QDA share.

namespace lotse::survey::refi {

// A guid that ends with `number`.
inline std::string Guid(int number) {
  std::string digits = absl::StrCat(number);
  return absl::StrCat("00000000-0000-4000-8000-", std::string(12 - digits.size(), '0'), digits);
}

// Findings in a notation for comparison: `WARNING 3 message`.
inline std::vector<std::string> Told(const std::vector<v1alpha::ImportFinding>& findings) {
  std::vector<std::string> told;
  for (const v1alpha::ImportFinding& one : findings) {
    told.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(one.severity()).substr(9),
                                " ", one.line(), " ", one.message()));
  }
  return told;
}

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string Zip(const Parts& parts) {
  types::ZipStream zip;
  std::string bytes;
  for (const auto& [name, content] : parts) {
    zip.Begin(name, &bytes);
    zip.Write(content, &bytes);
    zip.End(&bytes);
  }
  zip.Finish(&bytes);
  return bytes;
}

// A project from a few random numbers, which are the same on every machine.
class RandomProject {
 public:
  explicit RandomProject(unsigned seed) : random_(seed) {}

  Project Make() {
    Project project;
    project.name = Words();
    project.origin = "Lotse";
    project.description = Words();
    for (int i = Number(3); i > 0; --i) project.users.push_back({NewGuid(), Words(), Words()});
    for (const User& user : project.users) users_.push_back(user.guid);
    project.authorship = {OneOf(users_), "2026-03-31T08:00:00Z", "", ""};
    project.codes = Codes(3);
    for (int i = Number(3); i > 0; --i) {
      project.variables.push_back(
          {NewGuid(), Words(), static_cast<VariableType>(Number(5)), Words()});
      variables_.push_back(project.variables.back().guid);
    }
    for (int i = Number(3); i > 0; --i) project.notes.push_back(MakeText(false));
    for (int i = 1 + Number(3); i > 0; --i) {
      project.texts.push_back(MakeText(true));
      texts_.push_back(project.texts.back().guid);
    }
    for (const Text& note : project.notes) project.note_refs.push_back(note.guid);
    for (int i = Number(3); i > 0; --i) {
      project.cases.push_back({NewGuid(), Words(), Words(), {}, Values(), texts_, selections_});
      project.sets.push_back({NewGuid(), Words() + "x", Words(), codes_, texts_, {}});
      project.links.push_back({NewGuid(), Words(), "OneWay", "#0aF", texts_[0], OneOf(texts_), {}});
    }
    const std::string picture = NewGuid();
    project.media.push_back({MediaKind::kPicture, picture, "Tafel", "internal://tafel.png",
                             absl::StrCat("<PictureSource guid=\"", picture,
                                          "\" name=\"Tafel\" path=\"internal://tafel.png\"/>")});
    project.files.push_back({"sources/tafel.png", std::string("\x89PNG\0\r\n", 7)});
    return project;
  }

 private:
  int Number(int most) { return static_cast<int>(random_() % (static_cast<unsigned>(most) + 1)); }
  std::string NewGuid() { return Guid(++guids_); }
  std::string OneOf(const std::vector<std::string>& list) {
    return list.empty() ? ""
                        : list[static_cast<std::size_t>(Number(static_cast<int>(list.size()) - 1))];
  }
  std::string Words() {
    static constexpr const char* kWords[] = {"Äußerung", "😀👩‍👩‍👧",
                                             "e\u0301",  "<&>\"'",
                                             "\r\n",     "\t",
                                             " ",        "]]>",
                                             "&amp;",    "𝔘",
                                             "\n",       "\r"};
    std::string text;
    for (int i = Number(6); i > 0; --i) text += kWords[Number(11)];
    return text;
  }
  std::vector<Code> Codes(int depth) {
    std::vector<Code> codes;
    for (int i = Number(3) + (depth == 3); depth > 0 && i > 0; --i) {
      codes.push_back({NewGuid(),
                       Words(),
                       Number(1) == 0,
                       Number(1) ? "#12abEF" : "",
                       Words(),
                       {},
                       Codes(depth - 1)});
      codes_.push_back(codes.back().guid);
    }
    return codes;
  }
  std::vector<VariableValue> Values() {
    std::vector<VariableValue> values;
    for (const std::string& variable : variables_) {
      const int kind = Number(2);
      if (kind == 0) values.push_back({variable, true, VariableType::kText, Words()});
      if (kind == 1) values.push_back({variable, true, VariableType::kInteger, "-42"});
      if (kind == 2) values.push_back({variable, false, VariableType::kText, ""});
    }
    return values;
  }
  std::vector<Coding> Codings() {
    std::vector<Coding> codings;
    for (int i = Number(2); i > 0; --i) {
      codings.push_back(
          {NewGuid(), OneOf(users_), "2026-03-31T08:00:00.5+02:00", OneOf(codes_), {}});
    }
    return codings;
  }
  Text MakeText(bool coded) {
    Text text;
    text.guid = NewGuid();
    text.name = Words();
    for (int i = 1 + Number(20); i > 0; --i) text.text += Words() + "a";
    if (Number(1) == 0) {
      text.plain_text_path = absl::StrCat("internal://", text.guid, ".txt");
      text.rich_text_path = absl::StrCat("internal://", text.guid, ".docx");
      text.byte_order_mark = Number(1) == 0;
    }
    text.authorship = {OneOf(users_), "", OneOf(users_), "2026-03-31T08:00:00"};
    text.description = Words();
    if (!coded) return text;
    text.codings = Codings();
    text.values = Values();
    const int size = static_cast<int>(types::CodePointCount(text.text));
    for (int i = Number(8); i > 0; --i) {
      const int begin = Number(size - 1);
      const int end = begin + 1 + Number(size - begin - 1);
      text.selections.push_back({NewGuid(), Words(), {begin, end}, {}, Words(), Codings(), {}});
      selections_.push_back(text.selections.back().guid);
    }
    return text;
  }

  std::mt19937 random_;
  int guids_ = 0;
  std::vector<std::string> users_, codes_, variables_, texts_, selections_;
};

}  // namespace lotse::survey::refi
