#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey {

// Largest questionnaire that is handed over, in bytes of protobuf: what a
// message of gRPC may have. It can be larger than its file, because a text above
// several responses becomes part of several questions.
inline constexpr std::size_t kMaxInstrumentBytes = 4u << 20;

// Where the options of a list stand in the file that they were taken from.
struct OptionRows {
  // Name of the file.
  std::string file;
  // Columns of the code and of the text of an option.
  std::string value;
  std::string label;
  // Row or line of each option, in their order; from 1.
  std::vector<int> lines;
};

// Where what a questionnaire is made of stands in its source, by code; a reader that knows it of
// something names it.
struct SourcePlaces {
  // Of questions, groups and sections.
  std::map<std::string, Place> questions;
  // Of lists of options; of one in a file where it is named.
  std::map<std::string, Place> lists;
  // Of the options of lists that were in files.
  std::map<std::string, OptionRows> files = {};
};

// A questionnaire that was read from an exchange format.
struct ImportResult {
  // The questionnaire, without a name. It passes CheckInstrument unless there
  // is a finding of severity ERROR; but its tables may be larger than
  // kMaxTableBytes, because amendments can still leave questions out.
  v1alpha::Instrument instrument;
  // What was kept, changed or left out, in the order of the source. With an
  // ERROR among them the questionnaire must be neither amended nor stored.
  std::vector<v1alpha::ImportFinding> findings;
  // Where it stands in the source, so that what is found later has a place as well.
  SourcePlaces places = {};
};

}  // namespace lotse::survey
