#include "services/survey/analysis/columns/row_fingerprint.h"

#include <cstddef>
#include <utility>

#include "services/survey/engine/row_reader.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;

// Spreads each bit over all 64 (the finalizer of splitmix64; Steele, Lea and Flood 2014).
constexpr std::uint64_t Mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// The lowest byte first, whatever the machine.
std::uint64_t MixBytes(std::uint64_t seed, absl::string_view bytes) {
  std::uint64_t mixed = Mix(seed ^ bytes.size());
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << i % 8 * 8;
    if (i % 8 != 7 && i + 1 != bytes.size()) continue;
    mixed = Mix(mixed ^ word);
    word = 0;
  }
  return mixed;
}

// Of one answer. Of a text or a file counts only that there is one.
std::uint64_t OfAnswer(std::uint64_t person, const Variable& variable, const RowValue& value) {
  const std::uint64_t seed = Mix(person + value.variable + 1);
  switch (variable.kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return Mix(seed ^ value.option);
    case Question::KIND_MULTIPLE_CHOICE:
      return MixBytes(seed, value.chosen);
    case Question::KIND_INTEGER:
      return Mix(seed ^ static_cast<std::uint64_t>(value.integer));
    default:
      return seed;
  }
}

}  // namespace

RowFingerprint::RowFingerprint(std::shared_ptr<const CompiledInstrument> instrument)
    : instrument_(std::move(instrument)),
      variables_(instrument_->variables().size()),
      added_(variables_.size()) {}

bool RowFingerprint::Add(absl::string_view response_id, absl::string_view row) {
  auto reader = RowReader::Open(*instrument_, row);
  if (!reader.has_value()) return false;
  const std::uint64_t person = MixBytes(0, response_id);
  added_.assign(added_.size(), 0);
  RowValue value;
  RowReader::Step step;
  while ((step = reader->Next(&value)) == RowReader::Step::kValue) {
    added_[value.variable] = OfAnswer(person, instrument_->variables()[value.variable], value);
  }
  if (step != RowReader::Step::kEnd) return false;
  people_ += Mix(person ^ static_cast<std::uint64_t>(reader->broke_off_section()));
  for (std::size_t i = 0; i < added_.size(); ++i) variables_[i] += added_[i];
  return true;
}

}  // namespace lotse::survey
