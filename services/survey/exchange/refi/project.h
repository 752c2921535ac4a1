#pragma once

#include <string>
#include <vector>

#include "services/survey/qualitative/text/text_span.h"

// A project as REFI-QDA 1.5 describes it (Project.xsd, QDA-XML 1.0), in the words of the standard.
//
// A guid is a UUID in lower case without braces, whatever the file has. A reference is such a guid;
// it is empty where the standard lets it be absent. A time is an xsd:dateTime as it stands in the
// file. Empty texts and absent ones are the same.

namespace lotse::survey::refi {

using qualitative::TextSpan;

// Who made and changed something, and when.
struct Authorship {
  std::string creating_user;
  std::string creation_time;
  std::string modifying_user;
  std::string modified_time;
  friend bool operator==(const Authorship&, const Authorship&) = default;
};

struct User {
  std::string guid;
  std::string name;
  std::string id;
  friend bool operator==(const User&, const User&) = default;
};

struct Code {
  std::string guid;
  std::string name;
  bool is_codable = true;
  std::string color;  // `#RRGGBB` or `#RGB`, or empty.
  std::string description;
  std::vector<std::string> note_refs;
  std::vector<Code> codes;  // Those below it; at most kMaxCodeDepth levels.
  friend bool operator==(const Code&, const Code&) = default;
};

enum class VariableType { kText, kBoolean, kInteger, kFloat, kDate, kDateTime };

struct Variable {
  std::string guid;
  std::string name;
  VariableType type = VariableType::kText;
  std::string description;
  friend bool operator==(const Variable&, const Variable&) = default;
};

struct VariableValue {
  std::string variable;  // A reference.
  // What kind of value it is, which is not always that of the variable, and the value as XML Schema
  // writes it. Without a value both are as they are here, with `has_value` false.
  bool has_value = false;
  VariableType type = VariableType::kText;
  std::string value;
  friend bool operator==(const VariableValue&, const VariableValue&) = default;
};

struct Case {
  std::string guid;
  std::string name;
  std::string description;
  std::vector<std::string> code_refs;
  std::vector<VariableValue> values;
  std::vector<std::string> source_refs;
  std::vector<std::string> selection_refs;
  friend bool operator==(const Case&, const Case&) = default;
};

struct Coding {
  std::string guid;
  std::string creating_user;
  std::string creation_time;
  std::string code;  // A reference.
  std::vector<std::string> note_refs;
  friend bool operator==(const Coding&, const Coding&) = default;
};

// A stretch of a text. Where the text is known, `span` lies in it and is not empty.
struct TextSelection {
  std::string guid;
  std::string name;
  TextSpan span;
  Authorship authorship;
  std::string description;
  std::vector<Coding> codings;
  std::vector<std::string> note_refs;
  friend bool operator==(const TextSelection&, const TextSelection&) = default;
};

// A TextSource, or a Note: the standard gives both the same form.
struct Text {
  std::string guid;
  std::string name;
  // Where the files of it lie: `internal://NAME` (the folder `sources` of the archive),
  // `relative://PATH` (to Project::base_path) or `absolute://PATH`. Without `plain_text_path` the
  // text stands in the XML.
  std::string rich_text_path;
  std::string plain_text_path;
  Authorship authorship;
  std::string description;
  // UTF-8 as it was given, with its line ends and without a byte order mark. Not there if it lies
  // outside of the archive; then the selections are not checked against it.
  bool has_text = true;
  std::string text;
  bool byte_order_mark = false;  // Whether the file of the text begins with one.
  std::vector<TextSelection> selections;
  // Selections without a single character, which our model has no place for: as the file has them.
  std::vector<TextSelection> empty_selections;
  std::vector<Coding> codings;  // Of the text as a whole.
  std::vector<std::string> note_refs;
  std::vector<VariableValue> values;
  friend bool operator==(const Text&, const Text&) = default;
};

enum class MediaKind { kPicture, kPdf, kAudio, kVideo };

// A source that is no text. It is kept as the element that the file has for it, with its
// transcripts, selections and codings, and written back so.
struct MediaSource {
  MediaKind kind = MediaKind::kPicture;
  std::string guid;
  std::string name;
  std::string path;
  std::string xml;
  friend bool operator==(const MediaSource&, const MediaSource&) = default;
};

struct Link {
  std::string guid;
  std::string name;
  std::string direction;  // `Associative`, `OneWay`, `Bidirectional` or empty.
  std::string color;
  std::string origin;  // A reference to anything.
  std::string target;
  std::vector<std::string> note_refs;
  friend bool operator==(const Link&, const Link&) = default;
};

struct Set {
  std::string guid;
  std::string name;
  std::string description;
  std::vector<std::string> codes;
  std::vector<std::string> sources;
  std::vector<std::string> notes;
  friend bool operator==(const Set&, const Set&) = default;
};

// A drawing, kept as the element that the file has for it.
struct Graph {
  std::string guid;
  std::string name;
  std::string xml;
  friend bool operator==(const Graph&, const Graph&) = default;
};

// A file of the archive besides the XML and the plain texts: media, rich texts and what nothing
// refers to. It is kept as it is.
struct File {
  std::string path;  // In the archive, such as `sources/NAME`, with `/` between its steps.
  std::string bytes;
  friend bool operator==(const File&, const File&) = default;
};

struct Codebook {
  std::string origin;  // The program that wrote it.
  std::vector<Code> codes;
  std::vector<Set> sets;  // With codes only.
  friend bool operator==(const Codebook&, const Codebook&) = default;
};

struct Project {
  std::string name;
  std::string origin;
  std::string base_path;
  Authorship authorship;
  std::vector<User> users;
  std::vector<Code> codes;
  std::vector<Variable> variables;
  std::vector<Case> cases;
  std::vector<Text> texts;
  std::vector<MediaSource> media;
  std::vector<Text> notes;
  std::vector<Link> links;
  std::vector<Set> sets;
  std::vector<Graph> graphs;
  std::string description;
  std::vector<std::string> note_refs;
  std::vector<File> files;
  friend bool operator==(const Project&, const Project&) = default;
};

// Levels that codes may have one below the other.
inline constexpr int kMaxCodeDepth = 64;

}  // namespace lotse::survey::refi
