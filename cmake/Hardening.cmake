# The compiler and linker flags of the OpenSSF's hardening guide for C, each probed: a compiler or a machine that does not
# know one builds without it.  Sanitizers bring their own checks, and some of these get in their way.
include(CheckCCompilerFlag)
include(CheckLinkerFlag)

set(hardening_compile
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard
  -fstrict-flex-arrays=3 -ftrivial-auto-var-init=zero
  -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing)
set(hardening_link
  -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code -Wl,--as-needed -Wl,--no-copy-dt-needed-entries)

function(seedbundle_hardening target)
  if(NOT SEEDBUNDLE_HARDENING OR SEEDBUNDLE_SANITIZE)
    return()
  endif()
  foreach(flag IN LISTS hardening_compile)
    string(MAKE_C_IDENTIFIER "have${flag}" known)
    check_c_compiler_flag("${flag} -Werror" ${known})
    if(${known})
      target_compile_options(${target} PRIVATE ${flag})
    endif()
  endforeach()
  foreach(flag IN LISTS hardening_link)
    string(MAKE_C_IDENTIFIER "have${flag}" known)
    check_linker_flag(C "${flag}" ${known})
    if(${known})
      target_link_options(${target} PRIVATE ${flag})
    endif()
  endforeach()
  # glibc checks the sizes of buffers only in optimised code, and warns otherwise.
  target_compile_options(${target} PRIVATE
    $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
endfunction()
