#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/refi/conforming.h"
#include "services/survey/exchange/refi/project.h"

namespace lotse::survey::refi {

// Texts of files outside of the archive, by the path as it stands in the project.
using ExternalFiles = std::map<std::string, std::string>;
// Most bytes of such texts together, each counted for every source that has it: each gets a copy.
inline constexpr std::size_t kMaxExternalBytes = 64u << 20;

// Of `internal://NAME` the name; empty if the path is none of these, leads out or is a folder.
absl::string_view InternalName(absl::string_view path);

// The part of the archive that `internal://NAME` means: in the folder `sources`, which programs
// also write with a capital, or beside the project. Empty if there is none, or the path leads out.
std::string InternalPart(const ZipArchive& archive, absl::string_view path);

// Reads the text sources and notes of a project.
class TextReader {
 public:
  // All outlive it; `archive` may be null. `origin`: the program that wrote the project.
  TextReader(absl::string_view origin, const ExternalFiles& external, ZipArchive* archive,
             ConformingXml* xml);

  Text Read(const pugi::xml_node& node);

  // The parts of the archive that were read as plain texts, by their ArchiveKey.
  const absl::flat_hash_set<std::string>& parts() const { return parts_; }

 private:
  void ReadContent(const pugi::xml_node& node, Text* text);
  void ReadPart(const pugi::xml_node& node, Text* text);
  void TakeExternal(const pugi::xml_node& node, absl::string_view bytes, Text* text);
  void TakeFile(const pugi::xml_node& node, absl::string_view bytes, Text* text);
  void ReadSelections(const pugi::xml_node& node, Text* text);
  // An ERROR. The text is not there, so that its selections are not found wrong as well.
  void Fail(const pugi::xml_node& node, absl::string_view what, Text* text);

  const bool counts_line_ends_once_;
  const ExternalFiles& external_;
  ZipArchive* const archive_;
  ConformingXml& xml_;
  absl::flat_hash_set<std::string> parts_;
  std::size_t external_bytes_ = 0;  // That were copied.
};

}  // namespace lotse::survey::refi
